import { describe, expect, test } from 'vitest';
import { formatHead, parseHead } from './heads.js';

const hash = 'ab'.repeat(32);

describe('the head of an audit log', () => {
  test('is read as it was printed', () => {
    const head = { service: 'after-sales', seq: 120, hash };
    expect(parseHead(formatHead(head))).toEqual(head);
  });

  test.each(['', 'partner', `partner/12`, `partner/x:${hash}`, `partner/1:${hash}0`, `Partner/1:${hash}`])(
    'is not %j',
    (text) => expect(() => parseHead(text)).toThrow('is not the head of an audit log'),
  );
});
