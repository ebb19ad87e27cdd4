import { describe, expect, it } from 'vitest';
import { closed, sold } from '../../faults/shop.js';
import type { RawMessage, Received } from '@quyu/lane';
import { planBatch, runsOf } from './plan-batch.js';

const raw = { subject: 's', streamSequence: 1 } as RawMessage;

const event = (
  aggregateId: string,
  aggregateVersion: number,
  contract: typeof sold | typeof closed = sold,
): Received => {
  const envelope = {
    id: `${aggregateId}${aggregateVersion}`,
    type: contract.type,
    aggregateType: 'till',
    aggregateId,
    aggregateVersion,
  };
  return { ok: true, eventId: envelope.id, contract, envelope: envelope as never, raw };
};

const rubbish = (eventId: string, aggregateId?: string): Received => ({
  ok: false,
  reason: 'not JSON',
  claims: aggregateId
    ? { type: 'shop.sold.v1', aggregateType: 'till', aggregateId, aggregateVersion: 1 }
    : {},
  eventId,
  raw,
});

const plan = (
  messages: readonly Received[],
  seen: readonly string[] = [],
  standings: Record<string, { version: number; quarantined: boolean }> = {},
) => {
  const fresh = new Set(messages.map(({ eventId }) => eventId).filter((id) => !seen.includes(id)));
  const found = planBatch(
    messages,
    fresh,
    new Map(Object.entries(standings).map(([id, standing]) => [`till\n${id}`, standing])),
  );
  return {
    handle: found.handle.map(({ envelope }) => envelope.id),
    letters: found.letters.map(({ message, reason }) => `${message.eventId} ${reason}`),
    positions: found.positions.map(({ aggregateId, version }) => `${aggregateId}${version}`),
    outdated: found.outdated,
  };
};

describe('a batch', () => {
  it('is handled in its order, and each aggregate comes as far as its last event', () => {
    expect(plan([event('a', 1), event('b', 1), event('a', 2)])).toEqual({
      handle: ['a1', 'b1', 'a2'],
      letters: [],
      positions: ['a2', 'b1'],
      outdated: [],
    });
  });

  it('leaves out what was seen before, and what comes twice in it', () => {
    expect(plan([event('a', 1), event('a', 2), event('a', 2)], ['a1']).handle).toEqual(['a2']);
  });

  it('leaves out what is older than what was handled of its aggregate, and says so', () => {
    expect(plan([event('a', 4), event('a', 6)], [], { a: { version: 5, quarantined: false } })).toMatchObject(
      { handle: ['a6'], outdated: ['a4'] },
    );
  });

  it('puts aside what follows a dead letter of its aggregate, of before or of this batch', () => {
    const found = plan([event('a', 3), rubbish('bad', 'b'), event('b', 2), event('c', 1)], [], {
      a: { version: 1, quarantined: true },
    });
    expect(found).toMatchObject({
      handle: ['c1'],
      letters: ['a3 quarantined', 'bad invalid', 'b2 quarantined'],
    });
  });

  it('puts rubbish aside that names no aggregate, and nothing else with it', () => {
    expect(plan([rubbish('bad'), event('a', 1)])).toMatchObject({ handle: ['a1'], letters: ['bad invalid'] });
  });

  it('is cut into runs of consecutive events of one type', () => {
    const messages = [event('a', 1), event('b', 1), event('a', 2, closed), event('c', 1)];
    const { handle } = planBatch(messages, new Set(messages.map(({ eventId }) => eventId)), new Map());
    expect(runsOf(handle).map((run) => run.map(({ envelope }) => envelope.id))).toEqual([
      ['a1', 'b1'],
      ['a2'],
      ['c1'],
    ]);
  });
});
