import { type EventContract, defineEvent, z } from '@quyu/contract-kit';
import type { Received } from '@quyu/lane';
import { describe, expect, test } from 'vitest';
import { planBatch } from './plan-batch.js';

const contract: EventContract = defineEvent({
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string() }),
  examples: [{ shopId: 's-1' }],
});
const raw = {
  subject: 's',
  streamSequence: 1,
  header: () => undefined,
  headers: () => ({}),
  data: new Uint8Array(),
};

function event(shopId: string, version: number): Received {
  const eventId = `${shopId}/${version}`;
  const envelope = {
    id: eventId, type: contract.type, service: 'shop', aggregateType: 'shop', aggregateId: shopId, aggregateVersion: version,
    time: '', correlationId: '', causationId: '', data: { shopId },
  }; // prettier-ignore
  return { ok: true, envelope, contract, eventId, raw };
}

function rubbish(aggregateId?: string): Received {
  const claims = aggregateId === undefined ? {} : { aggregateType: 'shop', aggregateId };
  return { ok: false, reason: 'no event', claims, eventId: 'rubbish', raw };
}

const ids = (messages: readonly Received[]): Set<string> => new Set(messages.map(({ eventId }) => eventId));
const standing = (shopId: string, version: number, quarantined = false) =>
  new Map([[`shop\n${shopId}`, { version, quarantined }]]);

function plan(messages: readonly Received[], standings = new Map(), fresh = ids(messages)) {
  const { handle, buried, positions } = planBatch(messages, fresh, standings);
  return {
    handle: handle.map(({ id }) => id),
    buried: buried.map(({ received, letter }) => [received.eventId, letter.reason]),
    positions: positions.map(({ aggregateId, version }) => [aggregateId, version]),
  };
}

describe('of a batch', () => {
  test('everything new is handled in order, and how far each aggregate is gets noted', () => {
    expect(plan([event('a', 1), event('b', 1), event('a', 2)])).toEqual({
      handle: ['a/1', 'b/1', 'a/2'],
      buried: [],
      positions: [
        ['a', 2],
        ['b', 1],
      ],
    });
  });

  test('what was seen before is left out, and so is what comes twice', () => {
    const batch = [event('a', 1), event('a', 2), event('a', 2)];
    expect(plan(batch, new Map(), new Set(['a/2'])).handle).toEqual(['a/2']);
  });

  test('what is not above its aggregate is left out, though it was never seen', () => {
    expect(plan([event('a', 2), event('a', 3)], standing('a', 2)).handle).toEqual(['a/3']);
    expect(plan([event('a', 3), event('a', 2)]).handle).toEqual(['a/3']);
  });

  test('what follows a dead letter of its aggregate is put aside behind it', () => {
    expect(plan([event('a', 2), event('b', 1)], standing('a', 1, true))).toMatchObject({
      handle: ['b/1'],
      buried: [['a/2', 'quarantined']],
    });
  });

  test('what is no event is put aside, and its aggregate waits behind it', () => {
    expect(plan([rubbish('a'), event('a', 2), event('b', 1)])).toMatchObject({
      handle: ['b/1'],
      buried: [
        ['rubbish', 'invalid'],
        ['a/2', 'quarantined'],
      ],
    });
  });

  test('rubbish that names no aggregate holds nobody up', () => {
    expect(plan([rubbish(), event('a', 1)])).toMatchObject({
      handle: ['a/1'],
      buried: [['rubbish', 'invalid']],
    });
  });
});
