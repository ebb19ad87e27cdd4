import { type EventAttributes, defineEvent, toHeaders, z } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import { type RawMessage, readEvent } from './read-event.js';

const opened = defineEvent({
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string(), name: z.string() }),
  examples: [{ shopId: 's-1', name: 'One' }],
});
const context = { root: 'quyu', stream: 'QUYU_SHOP', contracts: new Map([[opened.type, opened]]) };

const attributes: EventAttributes = {
  id: '0198c0de-0000-7000-8000-000000000001',
  type: 'shop.opened.v1',
  service: 'shop',
  aggregateType: 'shop',
  aggregateId: 's-1',
  aggregateVersion: 1,
  time: '2026-11-23T00:00:00.000Z',
  correlationId: 'c',
  causationId: 'c',
};

interface Message {
  readonly subject?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

function raw({ subject = 'quyu.shop.opened.v1.p01', headers = {}, body }: Message = {}): RawMessage {
  const all = { ...toHeaders(attributes), ...headers };
  const text = body ?? '{"shopId":"s-1","name":"One"}';
  return {
    subject,
    streamSequence: 7,
    header: (name) => new Map(Object.entries(all)).get(name),
    headers: () => all,
    data: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  };
}

describe('a message that is an event', () => {
  test('is read with all that is known of it', () => {
    expect(readEvent(raw(), context)).toMatchObject({
      ok: true,
      envelope: { ...attributes, data: { shopId: 's-1', name: 'One' } },
      contract: opened,
      eventId: attributes.id,
    });
  });

  test('may carry fields that were added to its version; they are not passed on', () => {
    const received = readEvent(raw({ body: '{"shopId":"s-1","name":"One","seats":4}' }), context);
    expect(received).toMatchObject({ ok: true });
    expect(received.ok && received.envelope.data).toEqual({ shopId: 's-1', name: 'One' });
  });
});

describe('a message that is none', () => {
  const cases: [string, Message, string][] = [
    ['of another service than its subject says', { headers: { 'ce-source': '/quyu/bank' } }, 'ce-source says bank'],
    ['of another type than its subject says', { subject: 'quyu.shop.closed.v1.p01' }, 'ce-type says shop.opened.v1'],
    ['that answers a request into a foreign stream', { headers: { 'Nats-Stream': 'QUYU_BANK' } }, 'it was read from the stream QUYU_BANK'],
    ['under another root', { subject: 'acme.shop.opened.v1.p01' }, 'but the subject is acme.'],
    ['of an unknown type', { subject: 'quyu.shop.moved.v1.p01', headers: { 'ce-type': 'io.quyu.shop.moved.v1' } }, 'the type shop.moved.v1 is not one'],
    ['of an unknown version', { subject: 'quyu.shop.opened.v2.p01', headers: { 'ce-type': 'io.quyu.shop.opened.v2' } }, 'the type shop.opened.v2 is not one'],
    ['about another kind of aggregate', { headers: { 'ce-aggregatetype': 'till' } }, 'ce-aggregatetype says till'],
    ['about another aggregate than its payload', { headers: { 'ce-subject': 's-2' } }, 'ce-subject differs from /data/shopId'],
    ['on the partition of another aggregate', { subject: 'quyu.shop.opened.v1.p16' }, 'the subject says p16, but shop/s-1 is on'],
    ['with an id that is none', { headers: { 'ce-id': 'seven' } }, 'ce-id is not a UUID'],
    ['without a version', { headers: { 'ce-sequence': '' } }, 'ce-sequence is missing'],
    ['with a version below one', { headers: { 'ce-sequence': '0' } }, 'ce-sequence is not a positive integer'],
    ['with an aggregate id that cannot be a key', { headers: { 'ce-subject': 's\u0000' } }, 'ce-subject is not an aggregate id'],
    ['with a payload that breaks its schema', { body: '{"shopId":"s-1","name":1}' }, '/data/name'],
    ['with a payload that is no JSON', { body: '{"shopId"' }, 'JSON'],
    ['with a poisoned payload', { body: '{"shopId":"s-1","name":"One","__proto__":{"admin":true}}' }, 'forbidden prototype'],
    ['with a payload that is no UTF-8', { body: new Uint8Array([0xc3, 0x28]) }, 'not valid for encoding utf-8'],
  ]; // prettier-ignore

  test.each(cases)('%s is told why', (_name, message, reason) => {
    const received = readEvent(raw(message), context);
    expect(received).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  test('is remembered under an id of our own, always the same: the one it claims may belong to a good event', () => {
    const [first, again] = [1, 2].map(() => readEvent(raw({ body: 'x' }), context).eventId);
    expect(first).toBe(again);
    expect(first).not.toBe(attributes.id);
  });

  test('names its aggregate only when its headers can be trusted', () => {
    const claimsOf = (message: Message) => {
      const received = readEvent(raw(message), context);
      return received.ok ? undefined : received.claims.aggregateId;
    };
    expect(claimsOf({ body: 'x' })).toBe('s-1');
    expect(claimsOf({ headers: { 'ce-source': '/quyu/bank' } })).toBeUndefined();
  });
});
