import { describe, expect, it } from 'vitest';
import { type Evidence, type SeenEvent, judge } from './judge.js';
import type { Entry } from './witness.js';

const asked = (saleId: string, mode = 'plain'): Entry => ({
  what: 'asked',
  saleId,
  events: 1,
  refuse: false,
  mode,
});
const answered = (saleId: string, status: number | string): Entry => ({
  what: 'answered',
  saleId,
  status,
  by: 'shop-0',
});
const event = (saleId: string, version: number, id = saleId): SeenEvent => ({
  id,
  type: 'shop.sold.v1',
  aggregateId: 'till-1',
  version,
  saleId,
  part: 0,
});
const effect = (eventId: string, version: number) => ({ eventId, till: 'till-1', version });

/** Two sales at one till that went as they should. */
const good: Evidence = {
  entries: [asked('a'), answered('a', 503), answered('a', 200), asked('b'), answered('b', 200)],
  sold: [event('a', 1), event('b', 2)],
  booked: [event('a', 1, 'booked-a'), event('b', 2, 'booked-b')],
  effects: [effect('a', 1), effect('b', 2)],
  letters: [],
  sales: new Map([
    ['a', 1],
    ['b', 1],
  ]),
  left: { outbox: 0, parked: 0, pending: 0 },
};
const nothing = { lost: 0, doubled: 0, disorder: 0, stuck: 0, phantoms: 0 };

describe('the judge', () => {
  it('finds nothing when everything happened once and in order', () => {
    expect(judge(good)).toEqual({ attempted: 2, committed: 2, ...nothing });
  });

  it('finds an event lost that was promised and is in no stream', () => {
    const findings = judge({
      ...good,
      sold: [event('a', 1)],
      effects: [effect('a', 1)],
      booked: [event('a', 1, 'booked-a')],
    });
    expect(findings.lost).toBe(1);
  });

  it('finds an event lost that nobody has handled or put aside, and an effect that was not published on', () => {
    expect(judge({ ...good, effects: [effect('a', 1)] }).lost).toBe(1);
    expect(judge({ ...good, booked: [event('a', 1, 'booked-a')] }).lost).toBe(1);
  });

  it('finds a request that was done twice, in the stream and in the database', () => {
    expect(judge({ ...good, sold: [...good.sold, event('a', 3, 'again')] }).doubled).toBe(1);
    const sales = new Map([
      ['a', 2],
      ['b', 1],
    ]);
    expect(judge({ ...good, sales }).doubled).toBe(1);
  });

  it('finds an effect that happened twice', () => {
    expect(judge({ ...good, effects: [...good.effects, effect('b', 2)] }).doubled).toBe(1);
  });

  it('takes a message that is in the stream again for a fault, unless that was done on purpose', () => {
    const again: Evidence = { ...good, sold: [...good.sold, event('a', 1)] };
    expect(judge(again).doubled).toBe(1);
    expect(judge(again, { replayed: true })).toMatchObject(nothing);
  });

  it('finds versions that do not go on one by one, in a stream and among the effects', () => {
    expect(judge({ ...good, sold: good.sold.toReversed() }).disorder).toBeGreaterThan(0);
    expect(judge({ ...good, effects: good.effects.toReversed() }).disorder).toBeGreaterThan(0);
  });

  it('finds what is seen of a sale that was refused or never asked for', () => {
    const entries = [...good.entries.slice(0, 3), asked('b'), answered('b', 409)];
    expect(judge({ ...good, entries }).phantoms).toBe(1);
    expect(judge({ ...good, entries: good.entries.slice(0, 3) }).phantoms).toBe(1);
  });

  it('does not hold a sale against the system of which nobody was told how it ended', () => {
    const entries = [...good.entries.slice(0, 3), asked('b'), answered('b', 'socket hang up')];
    expect(judge({ ...good, entries })).toMatchObject({ committed: 1, ...nothing });
  });

  it('finds what waits for ever, and what was put aside without a reason', () => {
    expect(judge({ ...good, left: { outbox: 1, parked: 2, pending: 3 } }).stuck).toBe(6);
    const letters = [{ eventId: 'b', reason: 'failed' }];
    const put = { ...good, letters, effects: [effect('a', 1)], booked: [event('a', 1, 'booked-a')] };
    expect(judge(put).stuck).toBe(1);
  });

  it('wants a sale that cannot be handled, and those that follow it, to be put aside', () => {
    const entries = [asked('a', 'poison'), answered('a', 200), asked('b'), answered('b', 200)];
    const letters = [
      { eventId: 'a', reason: 'failed' },
      { eventId: 'b', reason: 'quarantined' },
    ];
    expect(judge({ ...good, entries, letters, effects: [], booked: [] })).toMatchObject(nothing);
    expect(judge({ ...good, entries }).stuck).toBe(2);
  });
});
