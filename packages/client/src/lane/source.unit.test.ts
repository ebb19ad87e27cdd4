import { defineEvent, z } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import { isAskedFor, sourcesOf } from './source.js';

const event = (type: `${string}.${string}.v${number}`) =>
  defineEvent({
    type,
    aggregate: 'thing',
    key: 'id',
    summary: 'Something happened.',
    schema: z.object({ id: z.string() }),
    examples: [{ id: '1' }],
  });
const [opened, closed, paid] = [event('shop.opened.v1'), event('shop.closed.v1'), event('bank.paid.v2')];

describe('a subscription', () => {
  test('to one event asks the broker for it alone', () => {
    expect(sourcesOf([opened], 'crm', 'quyu')).toMatchObject([
      { service: 'shop', stream: 'QUYU_SHOP', durable: 'crm', filterSubject: 'quyu.shop.opened.v1.*' },
    ]);
  });

  test('to several of a service is given all of its events, and passes over the others', () => {
    const [source] = sourcesOf([opened, closed], 'crm', 'quyu');
    expect(source?.filterSubject).toBe('quyu.shop.>');
    expect(isAskedFor(source!, 'quyu.shop.closed.v1.p03')).toBe(true);
    expect(isAskedFor(source!, 'quyu.shop.closed.v2.p03')).toBe(false);
    expect(isAskedFor(source!, 'quyu.shop.moved.v1.p03')).toBe(false);
  });

  test('to several services has a source for each', () => {
    expect(sourcesOf([opened, paid, closed], 'crm', 'acme').map(({ stream }) => stream)).toEqual([
      'ACME_SHOP',
      'ACME_BANK',
    ]);
  });

  test('to nothing, or under a name that is none, is refused', () => {
    expect(() => sourcesOf([], 'crm', 'quyu')).toThrow('no contract');
    for (const durable of ['', 'a.b', 'a b', 'a>', 'x'.repeat(65)]) {
      expect(() => sourcesOf([opened], durable, 'quyu')).toThrow('is not a name');
    }
  });
});
