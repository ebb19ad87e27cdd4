import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignAtOnce, type AlignmentProblem } from './align.js';
import { imbalanceOf, lowestImbalance, sumLoads, worstImbalance } from './balance.js';
import { areContiguous } from './contiguity.js';
import { buildGraph } from './graph.js';

/** A connected neighbourhood: each unit touches one before it, and some touch more. */
const problem: fc.Arbitrary<AlignmentProblem> = fc
  .record({ size: fc.integer({ min: 1, max: 40 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .chain(({ size, share }) =>
    fc.record({
      size: fc.constant(size),
      territories: fc.constant(1 + Math.floor(share * (size - 1))),
      tree: fc.array(fc.nat(), { minLength: size - 1, maxLength: size - 1 }),
      more: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 60 }),
      potential: fc.array(fc.nat(1000), { minLength: size, maxLength: size }),
      workload: fc.array(fc.nat(50), { minLength: size, maxLength: size }),
      centres: fc.uniqueArray(fc.nat(size - 1), { maxLength: 1 + Math.floor(share * (size - 1)) }),
      seed: fc.nat(),
    }),
  )
  .map(({ size, territories, tree, more, potential, workload, centres, seed }) => ({
    graph: buildGraph(size, [...tree.map((at, index) => [index + 1, at % (index + 1)] as const), ...more]),
    measures: [Float64Array.from(potential), Float64Array.from(workload)],
    territories,
    centres,
    seed,
  }));

describe('an alignment', () => {
  it('puts every unit into exactly one territory, each in one piece and none empty', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { territoryOf } = alignAtOnce(given);
        expect(territoryOf.every((territory) => territory >= 0 && territory < given.territories)).toBe(true);
        expect(areContiguous(given.graph, territoryOf, given.territories)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves every centre in the territory that began with it', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { territoryOf } = alignAtOnce(given);
        expect(given.centres.map((unit) => territoryOf[unit])).toEqual([...given.centres.keys()]);
      }),
      { numRuns: 40 },
    );
  });

  it('is never less balanced than the growth it began with, nor better than the lowest bound', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { territoryOf, imbalance, initialImbalance } = alignAtOnce(given);
        const loads = sumLoads(given.measures, territoryOf, given.territories);
        expect(imbalance).toBeCloseTo(worstImbalance(loads), 9);
        expect(imbalance).toBeLessThanOrEqual(initialImbalance);
        given.measures.forEach((weights, index) =>
          expect(imbalanceOf(loads[index]!)).toBeGreaterThanOrEqual(
            lowestImbalance(weights, given.territories) - 1e-9,
          ),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(problem, (given) => {
        expect(alignAtOnce(given)).toEqual(alignAtOnce(given));
      }),
      { numRuns: 15 },
    );
  });
});
