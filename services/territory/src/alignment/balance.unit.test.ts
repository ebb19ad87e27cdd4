import { describe, expect, it } from 'vitest';
import { alignAtOnce } from './align.js';
import { lowestImbalance } from './balance.js';
import { areContiguous, openContiguity } from './contiguity.js';
import { buildGraph } from './graph.js';
import { runInSlices } from './run-in-slices.js';

const SIDE = 20;
const field = buildGraph(
  SIDE * SIDE,
  Array.from({ length: SIDE * SIDE }, (_, unit) => unit).flatMap((unit) => [
    ...(unit % SIDE < SIDE - 1 ? [[unit, unit + 1] as const] : []),
    ...(unit < SIDE * (SIDE - 1) ? [[unit, unit + SIDE] as const] : []),
  ]),
);
const even = Float64Array.from({ length: SIDE * SIDE }, () => 1);

describe('balance', () => {
  it('of equal units on a square field is perfect, with few cut edges', () => {
    const problem = { graph: field, measures: [even, even], territories: 16, centres: [], seed: 7 };
    const { imbalance, cutEdges } = alignAtOnce(problem);
    expect(imbalance).toBeLessThanOrEqual(0.04);
    expect(cutEdges).toBeLessThan(field.near.length / 2 / 3);
  });

  it('cannot be better than the heaviest units allow', () => {
    expect(lowestImbalance(Float64Array.of(6, 1, 1), 2)).toBe(0.5);
    // Three units of 4 in two territories: one of them takes two.
    expect(lowestImbalance(Float64Array.of(4, 4, 4), 2)).toBeCloseTo(8 / 6 - 1);
    expect(lowestImbalance(Float64Array.of(0, 0), 2)).toBe(0);
    expect(lowestImbalance(Float64Array.of(1, 1, 1, 1), 2)).toBe(0);
  });
});

describe('a territory', () => {
  it('may not lose the unit that holds it together, nor its last', () => {
    const row = buildGraph(4, [[0, 1], [1, 2], [2, 3]]); // prettier-ignore
    const staysWhole = openContiguity(row);
    const territoryOf = Int32Array.of(0, 0, 0, 1);
    expect([0, 1, 2, 3].map((unit) => staysWhole(territoryOf, unit))).toEqual([true, false, true, false]);
    expect(areContiguous(row, Int32Array.of(0, 1, 0, 1), 2)).toBe(false);
    expect(areContiguous(row, Int32Array.of(0, 0, 0, 0), 2)).toBe(false);
  });
});

describe('long work', () => {
  function* count(): Generator<number, string> {
    for (let step = 0; step < 60; step++) {
      const until = performance.now() + 2;
      while (performance.now() < until);
      yield step / 60;
    }
    return 'done';
  }

  it('lets others go on in between', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    expect(await runInSlices(count(), new AbortController().signal, () => undefined)).toBe('done');
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });

  it('ends when it is no longer wanted', async () => {
    const stop = new AbortController();
    const running = runInSlices(count(), stop.signal, () => stop.abort(new Error('enough')));
    await expect(running).rejects.toThrow('enough');
  });
});
