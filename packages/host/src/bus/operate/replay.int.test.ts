import { setTimeout as sleep } from 'node:timers/promises';
import { type EventEnvelope, partitionOf } from '@quyu/contract-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { amountOf, notingHandlers } from '../../faults/ledger-handlers.js';
import type { Service } from '../../faults/service.js';
import { booked } from '../../faults/shop.js';
import { eventually } from '../../faults/site.js';
import { type TillSite, openTillSite, quick } from '../../faults/till-site.js';

let site: TillSite;
let broken: (event: EventEnvelope) => boolean;
let service: Service;

beforeEach(async () => {
  site = await openTillSite();
  broken = ({ aggregateId }) => aggregateId.startsWith('bad');
  const handlers = notingHandlers(async (event, tx) => {
    tx.publish(booked, { accountId: event.aggregateId, amount: amountOf(event) ?? 0 });
    if (event.aggregateId === slow) await sleep(30);
    if (broken(event)) throw new TypeError(`cannot book version ${event.aggregateVersion}`);
  });
  service = await site.consume(handlers, { ...quick, maxAttempts: 1 });
});

afterEach(() => site.close());

/** A till whose events are handled by the same lane as those of the bad one, whatever the lanes are. */
const slow = Array.from({ length: 200 }, (_, n) => `slow-${n}`).find(
  (till) => partitionOf('till', till) === partitionOf('till', 'bad'),
)!;

const mend = (): void => void (broken = () => false);
const effectsOf = async (till: string): Promise<number[]> =>
  (await site.effects()).filter((each) => each.till === till).map(({ version }) => version);
const replayAll = (limit = 1000) =>
  service.bus.operations.replay({ select: { by: 'all' }, limit }, 'operator');
const waiting = async () => (await service.bus.operations.listLetters({ state: 'waiting' })).items;

describe('a replay', () => {
  it('handles what waits in the order of each aggregate, and lets later events through again', async () => {
    await site.sell(['bad', 'good', 'bad', 'bad-2', 'bad']);
    await site.quiet(service);
    mend();
    expect(await replayAll()).toMatchObject({ matching: 4, replayed: 4, failed: 0, held: 0, next: null });
    expect(await effectsOf('bad')).toEqual([1, 2, 3]);
    await site.sell(['bad']);
    await site.quiet(service);
    expect(await effectsOf('bad')).toEqual([1, 2, 3, 4]);
    expect(await service.bus.status()).toMatchObject({ handled: 6, deadLetters: 0 });
    expect((await service.bus.operations.listLetters({ state: 'replayed' })).items[0]).toMatchObject({
      settledBy: 'operator',
      replays: 1,
    });
  });

  it('publishes what follows from the event, once it succeeds', async () => {
    await site.sell(['bad']);
    await site.quiet(service);
    await replayAll();
    mend();
    await replayAll();
    const bookings = await eventually(
      () => site.readStream('ledger'),
      (found) => found.length > 0,
    );
    const [sale] = await site.readStream('shop');
    expect(bookings).toMatchObject([{ causationId: sale?.id, correlationId: 'c-1' }]);
  });

  it('can be of what failed alike; groups are listed page by page', async () => {
    await site.sell(['bad', 'bad-2', 'bad-2', 'bad-3']);
    await site.quiet(service);
    const { operations } = service.bus;
    const first = await operations.listGroups({ limit: 1 });
    const second = await operations.listGroups({ limit: 1, cursor: first.next! });
    expect([...first.items, ...second.items].map(({ group, count }) => [group, count])).toEqual([
      ['shop.sold.v1: TypeError: cannot book version #', 3],
      ['shop.sold.v1: follows a dead letter of its aggregate', 1],
    ]);
    expect(second.next).toBeNull();
    mend();
    const { group } = first.items[0]!;
    expect(await operations.replay({ select: { by: 'group', group } }, 'operator')).toMatchObject({
      replayed: 4,
    });
    expect(await waiting()).toEqual([]);
  });

  it('leaves one that fails again where it is, with its new error, and what is behind it', async () => {
    await site.sell(['bad', 'bad', 'bad', 'bad-2']);
    await site.quiet(service);
    broken = ({ aggregateId, aggregateVersion }) => aggregateId === 'bad' && aggregateVersion === 2;
    const answer = await replayAll();
    expect(answer).toMatchObject({ replayed: 2, failed: 1, held: 1, next: null });
    expect(await effectsOf('bad')).toEqual([1]);
    expect(await waiting()).toMatchObject([
      { aggregateVersion: 2, reason: 'failed', error: 'TypeError: cannot book version 2', replays: 1 },
      { aggregateVersion: 3, reason: 'quarantined', replays: 0 },
    ]);
  });

  it('of one in the middle takes along what is before it and behind it', async () => {
    await site.sell(['bad', 'bad', 'bad', 'bad-2']);
    await site.quiet(service);
    const middle = (await waiting()).find(({ aggregateVersion }) => aggregateVersion === 2);
    mend();
    const select = { by: 'ids', ids: [middle!.id] } as const;
    const dry = await service.bus.operations.replay({ select, dryRun: true }, 'operator');
    expect(dry.outcomes.map((each) => `${each.outcome} ${each.aggregateVersion}`)).toEqual([
      'would_replay 1',
      'would_replay 2',
      'would_replay 3',
    ]);
    expect(await effectsOf('bad')).toEqual([]);
    await service.bus.operations.replay({ select }, 'operator');
    expect(await effectsOf('bad')).toEqual([1, 2, 3]);
    expect(await waiting()).toMatchObject([{ aggregateId: 'bad-2' }]);
    await expect(service.bus.operations.replay({ select }, 'operator')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('it was replayed by operator at'),
    });
  });

  it('goes on where its limit ended it, and tries nothing twice in one run', async () => {
    await site.sell(['bad', 'bad', 'bad', 'bad-2', 'bad-3']);
    await site.quiet(service);
    broken = ({ aggregateId }) => aggregateId === 'bad';
    const first = await replayAll(2);
    expect(first).toMatchObject({ replayed: 1, failed: 1, held: 2 });
    const second = await service.bus.operations.replay(
      { select: { by: 'all' }, cursor: first.next! },
      'operator',
    );
    expect(second).toMatchObject({ replayed: 1, failed: 0, next: null });
    expect((await waiting()).map(({ replays }) => replays)).toEqual([1, 0, 0]);
  });

  it('handles each letter once, in order, when several ask for it at the same time', async () => {
    await site.sell(['bad', 'bad', 'bad', 'bad']);
    await site.quiet(service);
    mend();
    await Promise.all([replayAll(), replayAll(), replayAll()]);
    expect(await effectsOf('bad')).toEqual([1, 2, 3, 4]);
    expect(await waiting()).toEqual([]);
  });

  it(
    'neither leaves behind nor overtakes what comes in at the same moment',
    { timeout: 90_000 },
    async () => {
      const rounds = 20;
      for (let round = 0; round < rounds; round += 1) {
        broken = () => true;
        await site.sell(['bad']);
        await site.quiet(service);
        mend();
        const selling = (async () => {
          // While the slow one is handled, what is to become of the other is decided and not yet written.
          for (let n = 0; n < 3; n += 1) await site.sell(['bad', slow]);
        })();
        await sleep(round * 3);
        await replayAll();
        await selling;
        await site.quiet(service);
        // A letter that were left now would keep its aggregate in quarantine though nothing is wrong with it.
        expect(await waiting()).toEqual([]);
      }
      expect(await effectsOf('bad')).toEqual(Array.from({ length: rounds * 4 }, (_, n) => n + 1));
    },
  );
});

describe('discarding', () => {
  it('gives up what was named, and what is behind it waits until it is replayed', async () => {
    await site.sell(['bad', 'bad', 'bad']);
    await site.quiet(service);
    mend();
    const [head] = await waiting();
    const select = { by: 'ids', ids: [head!.id] } as const;
    const answer = await service.bus.operations.discard({ select, note: 'a test sale' }, 'operator');
    expect(answer.letters).toMatchObject([{ id: head!.id, aggregateVersion: 1 }]);
    await site.sell(['bad']);
    await site.quiet(service);
    expect(await effectsOf('bad')).toEqual([]);
    expect(await replayAll()).toMatchObject({ replayed: 3 });
    expect(await effectsOf('bad')).toEqual([2, 3, 4]);
    expect(await service.bus.operations.findLetter(head!.id)).toMatchObject({
      state: 'discarded',
      settledBy: 'operator',
      note: 'a test sale',
    });
  });

  it('of an event means that it has had its turn: a copy that comes later is left out', async () => {
    await site.sell(['bad']);
    await site.quiet(service);
    mend();
    await service.bus.operations.discard({ select: { by: 'all' }, note: 'never' }, 'operator');
    await site.query('delete from ledger.inbox');
    await site.shop.bus.operations.republish({ fromSequence: 1, toSequence: 1 }, 'operator');
    await site.sell(['bad']);
    await site.quiet(service);
    expect(await effectsOf('bad')).toEqual([2]);
  });
});

describe('publishing again', () => {
  it('has no effect on who had the events, says so in a header, and doubles nothing when it is repeated', async () => {
    await site.sell(['a', 'b', 'a']);
    await site.quiet(service);
    const { operations } = site.shop.bus;
    const range = { fromSequence: 1, toSequence: 9, aggregateId: 'a' };
    expect(await operations.republish({ ...range, dryRun: true }, 'operator')).toMatchObject({
      republished: 2,
      passedOver: 1,
    });
    const { republishId } = await operations.republish(range, 'operator');
    await operations.republish({ ...range, republishId }, 'operator');
    await site.quiet(service);
    const copies = await Promise.all([4, 5, 6].map((n) => operations.findEvent(String(n))));
    expect(copies.map((copy) => copy?.headers['quyu-republish-of'])).toEqual(['1', '3', undefined]);
    expect(copies[0]).toMatchObject({ aggregateId: 'a', headers: { 'quyu-republish': republishId } });
    expect(await site.handled()).toEqual({ count: 3, disorder: 0 });
  });
});

describe('the lag', () => {
  it('tells how long the oldest event has waited, and since when a quiet lane is done', async () => {
    await site.sell(['a']);
    await site.quiet(service);
    const quiet = await service.bus.operations.lag();
    expect(quiet.lanes.every(({ pending, oldestSeconds }) => pending === 0 && oldestSeconds === null)).toBe(
      true,
    );
    expect(quiet.lanes.some(({ lastSettledAt }) => lastSettledAt !== null)).toBe(true);
    await service.bus.stopConsuming();
    await site.sell(['a', 'a']);
    await sleep(600);
    const { lanes } = await service.bus.operations.lag();
    const lane = lanes.find(({ pending }) => pending > 0);
    expect(lane).toMatchObject({ source: 'shop', pending: 2, oldestSeconds: expect.any(Number) });
  });
});

describe('an event', () => {
  it('is found by its id among many', async () => {
    await site.sell(Array.from({ length: 300 }, (_, n) => `t-${n}`));
    const [, , wanted] = await site.readStream('shop');
    const found = await site.shop.bus.operations.findEvent(wanted!.id);
    expect(found).toMatchObject({ place: 'stream', sequence: 3, eventId: wanted!.id });
    expect(await site.shop.bus.operations.findEvent('0198c0de-0000-7000-8000-00000000dead')).toBeUndefined();
  });
});
