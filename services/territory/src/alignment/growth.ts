import type { Measure } from './balance.js';
import { type Graph, neighboursOf, spreadDistances } from './graph.js';
import type { Random } from './random.js';

export interface GrowthProblem {
  readonly graph: Graph;
  readonly measures: readonly Measure[];
  readonly territories: number;
  /** Units that lie in territories 0, 1, ... whatever happens. */
  readonly centres: readonly number[];
}

/**
 * Where territories begin: the fixed centres, and then always the unit that is furthest from all before. The first is
 * drawn, and so is the choice among the units that are equally far.
 */
export function chooseSeeds(
  { graph, territories, centres }: GrowthProblem,
  random: Random,
): readonly number[] {
  const seeds = centres.length > 0 ? [...centres] : [Math.floor(random() * graph.size)];
  const distances = new Int32Array(graph.size).fill(-1);
  spreadDistances(graph, seeds, distances);
  while (seeds.length < territories) {
    const furthest = furthestOf(distances, random);
    seeds.push(furthest);
    spreadDistances(graph, [furthest], distances);
  }
  return seeds;
}

function furthestOf(distances: Int32Array, random: Random): number {
  const most = distances.reduce((max, each) => Math.max(max, each), 0);
  const candidates: number[] = [];
  distances.forEach((distance, unit) => {
    if (distance === most) candidates.push(unit);
  });
  return candidates[Math.floor(random() * candidates.length)]!;
}

/**
 * Grows territories from their seeds: the one with the least so far takes the next unit at its border, the one that
 * it surrounds most. Every territory stays contiguous, and in a connected graph every unit is taken.
 */
export function growTerritories(problem: GrowthProblem, seeds: readonly number[]): Int32Array {
  const { graph, territories } = problem;
  const shares = sharesOf(problem);
  const territoryOf = new Int32Array(graph.size).fill(-1);
  const held = new Float64Array(territories);
  const borders: Set<number>[] = seeds.map(() => new Set<number>());
  const take = (territory: number, unit: number): void => {
    territoryOf[unit] = territory;
    held[territory]! += shares[unit]!;
    for (const other of neighboursOf(graph, unit))
      if (territoryOf[other] === -1) borders[territory]!.add(other);
  };
  seeds.forEach((unit, territory) => take(territory, unit));
  const growing = new Set(seeds.keys());
  while (growing.size > 0) {
    const territory = lightest(held, growing);
    const unit = pickAtBorder(graph, territoryOf, territory, borders[territory]!);
    if (unit === undefined) growing.delete(territory);
    else take(territory, unit);
  }
  return territoryOf;
}

/** A unit's weight as a part of everything, all measures counting alike. */
function sharesOf({ graph, measures }: GrowthProblem): Float64Array {
  const shares = new Float64Array(graph.size);
  for (const weights of measures) {
    const total = weights.reduce((sum, each) => sum + each, 0) || 1;
    weights.forEach((weight, unit) => (shares[unit]! += weight / total));
  }
  return shares;
}

function lightest(held: Float64Array, growing: ReadonlySet<number>): number {
  let found = -1;
  for (const territory of growing) if (found === -1 || held[territory]! < held[found]!) found = territory;
  return found;
}

/** Drops from the border what others have taken in the meantime. */
function pickAtBorder(
  graph: Graph,
  territoryOf: Int32Array,
  territory: number,
  border: Set<number>,
): number | undefined {
  let best: number | undefined;
  let most = -1;
  for (const unit of border) {
    if (territoryOf[unit] !== -1) border.delete(unit);
    else {
      const inside = neighboursOf(graph, unit).reduce(
        (sum, other) => sum + (territoryOf[other] === territory ? 1 : 0),
        0,
      );
      if (inside > most) [best, most] = [unit, inside];
    }
  }
  return best;
}
