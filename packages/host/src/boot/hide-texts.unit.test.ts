import { describe, expect, test } from 'vitest';
import { hideInError, hideTexts } from './hide-texts.js';

describe('a text to hide', () => {
  test.each([
    ['as it is', 'hunter2-x', 'refused hunter2-x twice: hunter2-x'],
    ['escaped by JSON', 'a"b\\c\nd"e', JSON.stringify('refused a"b\\c\nd"e')],
    ['encoded in an address', 'p@ss/word?', `nats://u:${encodeURIComponent('p@ss/word?')}@host`],
    ['that is a pattern', '$&.*(+x', 'refused $&.*(+x'],
  ])('%s is replaced', (_how, secret, line) => {
    const hidden = hideTexts([secret])(line);
    expect(hidden).toContain('(hidden)');
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      expect(hidden).not.toContain(form);
  });

  test('that is part of another leaves nothing of the other', () => {
    expect(hideTexts(['secret', 'secret-of-two'])('a secret-of-two b')).toBe('a (hidden) b');
  });

  test('that looks like an access token is replaced though nobody named it', () => {
    const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2ln-_bmF0dXJl';
    expect(hideTexts([])(`{"msg":"the neighbour refused Bearer ${token}"}`)).toBe(
      '{"msg":"the neighbour refused Bearer (hidden)"}',
    );
  });

  test('is replaced in an error, its stack and its causes', () => {
    const error = new Error('no hunter2-x', { cause: new Error('bad hunter2-x') });
    hideInError(error, hideTexts(['hunter2-x']));
    expect([error.message, error.stack, String(error.cause)].join()).not.toContain('hunter2');
  });

  test('that is short is left: it stands in every other word', () => {
    expect(hideTexts(['quyu', ''])('quyu')).toBe('quyu');
  });
});
