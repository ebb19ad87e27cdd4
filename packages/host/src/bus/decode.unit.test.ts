import { toHeaders } from '@quyu/contract-kit';
import { describe, expect, it } from 'vitest';
import { closed, sold } from '../faults/shop.js';
import { type Decoded, type RawMessage, decodeMessage } from './decode.js';

const ID = '01935e2c-0000-7000-8000-000000000001';
const good = {
  id: ID,
  type: 'shop.sold.v1' as const,
  service: 'shop',
  aggregateType: 'till',
  aggregateId: 't-1',
  aggregateVersion: 3,
  time: '2026-11-23T10:00:00.000Z',
  correlationId: 'c',
  causationId: 'r',
};
const context = { root: 'quyu', stream: 'QUYU_SHOP', contracts: new Map([sold, closed].map((each) => [each.type as string, each])) };

const decode = (change: Partial<RawMessage> = {}, attributes: object = {}, without?: string): Decoded => {
  const headers = toHeaders({ ...good, ...attributes });
  if (without) delete headers[without];
  const raw: RawMessage = {
    subject: 'quyu.shop.sold.v1.p07',
    streamSequence: 9,
    header: (name) => headers[name],
    headers: () => headers,
    data: Buffer.from('{"tillId":"t-1","amount":5}'),
    ...change,
  };
  return decodeMessage(raw, context);
};

const reasonOf = (decoded: Decoded): string => (decoded.ok ? 'ok' : decoded.reason);
const body = (text: string | Buffer): Partial<RawMessage> => ({ data: Buffer.from(text as string) });

describe('reading a message', () => {
  it('gives the event of a good one', () => {
    expect(decode()).toMatchObject({ ok: true, eventId: ID, envelope: { ...good, data: { tillId: 't-1', amount: 5 } } });
  });

  it.each([
    ['a header that is missing', decode({}, {}, 'ce-id'), 'header ce-id is missing'],
    ['an id that is no UUID', decode({}, { id: 'x' }), 'header ce-id is not a UUID'],
    ['a spoofed source', decode({}, { service: 'bank' }), 'header ce-source says bank'],
    ['a spoofed type', decode({}, { type: 'shop.closed.v1' }), 'header ce-type says shop.closed.v1, but the subject is quyu.shop.sold.v1.p07'],
    ['a version nobody knows', decode({ subject: 'quyu.shop.sold.v9.p07' }, { type: 'shop.sold.v9' }), 'not one this service consumes'],
    ['an id with control characters', decode({}, { aggregateId: 'a\0b' }), 'header ce-subject is not an aggregate id'],
    ['another kind of aggregate', decode({}, { aggregateType: 'shelf' }), 'says shelf, but shop.sold.v1 is of till'],
    ['an aggregate other than the one in the body', decode({}, { aggregateId: 't-2' }), 'header ce-subject differs from /data/tillId'],
    ['a body that is not JSON', decode(body('{')), 'JSON'],
    ['a body that is not UTF-8', decode(body(Buffer.from([0x22, 0xff, 0x22]))), 'not valid'],
    ['a poisoned body', decode(body('{"tillId":"t-1","amount":5,"__proto__":{"admin":true}}')), 'forbidden prototype'],
    ['a body that breaks its schema', decode(body('{"tillId":"t-1","amount":"5"}')), '/data/amount'],
  ])('refuses %s', (_what, decoded, reason) => {
    expect(reasonOf(decoded)).toContain(reason);
  });

  it('remembers an invalid message under an id of its own, the same every time, never under the one it claims', () => {
    const [first, again, other] = [decode(body('{')), decode(body('{')), decode({ ...body('{'), streamSequence: 10 })];
    expect(first.eventId).toBe(again.eventId);
    expect(new Set([first.eventId, other.eventId, ID]).size).toBe(3);
  });

  it('names the aggregate of an invalid message only when its headers can be trusted', () => {
    expect(decode({}, { service: 'bank' })).toMatchObject({ claims: { type: 'shop.sold.v1' } });
    expect(decode({}, { service: 'bank' })).not.toMatchObject({ claims: { aggregateId: 't-1' } });
    expect(decode(body('{'))).toMatchObject({ claims: { aggregateId: 't-1', aggregateVersion: 3 } });
  });
});
