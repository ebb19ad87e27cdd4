import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outcome, PublishWindow } from './publish-window.js';

interface Row {
  readonly key: string;
  readonly n: number;
}

const rowsOf = (keys: string): Row[] => keys.split('').map((key, n) => ({ key, n }));
const stored: Outcome = { kind: 'stored' };
const failed: Outcome = { kind: 'failed', error: new Error('no reply') };
const drain = (window: PublishWindow<Row>): Row[] => {
  const sent: Row[] = [];
  for (let row = window.next(); row; row = window.next()) sent.push(row);
  return sent;
};

describe('a publish window', () => {
  it('sends one event of each aggregate at a time, and the next when the broker has the one before', () => {
    const window = new PublishWindow(rowsOf('aabac'), 10);
    const [a, b, c] = drain(window);
    expect([a?.n, b?.n, c?.n]).toEqual([0, 2, 4]);
    window.settle(a!, stored);
    expect(drain(window).map(({ n }) => n)).toEqual([1]);
    expect(window.result()).toBeUndefined();
  });

  it('sends no more at a time than its limit, and goes on when half of them are settled', () => {
    const window = new PublishWindow(rowsOf('abcdefg'), 4);
    const first = drain(window);
    expect(first).toHaveLength(4);
    window.settle(first[2]!, stored);
    expect(drain(window)).toEqual([]);
    window.settle(first[0]!, stored);
    expect(drain(window)).toHaveLength(2);
  });

  it('sends nothing new after a failure, and has a result once everything in flight is settled', () => {
    const window = new PublishWindow(rowsOf('abca'), 10);
    const [a, b, c] = drain(window);
    window.settle(b!, failed);
    window.settle(a!, stored);
    expect(drain(window)).toEqual([]);
    expect(window.result()).toBeUndefined();
    window.settle(c!, stored);
    expect(window.result()).toMatchObject({ stored: [a, c], refused: [], failure: { message: 'no reply' } });
  });

  it('refuses with an event all that follow it in its aggregate, and goes on with the others', () => {
    const window = new PublishWindow(rowsOf('abaab'), 10);
    const [a, b] = drain(window);
    window.settle(a!, { kind: 'refused', reason: 'too large' });
    window.settle(b!, stored);
    window.settle(drain(window)[0]!, stored);
    const result = window.result();
    expect(result?.stored.map(({ n }) => n)).toEqual([1, 4]);
    expect(result?.refused.map(({ row, reason }) => [row.n, reason])).toEqual([
      [0, 'too large'],
      [2, 'follows one that was refused: too large'],
      [3, 'follows one that was refused: too large'],
    ]);
  });

  it('has a result at once when there is nothing to send', () => {
    expect(new PublishWindow<Row>([], 4).result()).toEqual({ stored: [], refused: [] });
  });

  it('stores every aggregate in order and loses nothing, whatever fails and in whatever order the replies come', () => {
    const outcome = fc.oneof(
      { weight: 8, arbitrary: fc.constant(stored) },
      { weight: 1, arbitrary: fc.constant(failed) },
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 }),
        fc.infiniteStream(outcome),
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 6 }),
        (keys, outcomes, picks, limit) => {
          let left = rowsOf(keys.join(''));
          const order: Row[] = [];
          for (let round = 0; left.length > 0 && round < 1_000; round += 1) {
            const window = new PublishWindow(left, limit);
            const inFlight: Row[] = [];
            while (!window.result()) {
              inFlight.push(...drain(window));
              expect(inFlight.length).toBeLessThanOrEqual(limit);
              expect(new Set(inFlight.map(({ key }) => key)).size).toBe(inFlight.length);
              const [row] = inFlight.splice((picks.next().value ?? 0) % inFlight.length, 1);
              window.settle(row!, outcomes.next().value ?? stored);
            }
            const done = window.result()!.stored;
            order.push(...done);
            left = left.filter((row) => !done.includes(row));
          }
          expect(left).toEqual([]);
          for (const key of 'abcd') {
            const of = order.filter((row) => row.key === key).map(({ n }) => n);
            expect(of).toEqual([...of].sort((x, y) => x - y));
          }
          expect(order).toHaveLength(keys.length);
        },
      ),
    );
  });
});
