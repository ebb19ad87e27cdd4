/** The weights of all units on one measure, such as potential or workload. */
export type Measure = Float64Array;

/** What territories hold of each measure: `loads[measure][territory]`. */
export type Loads = readonly Float64Array[];

/** The sum of a measure over the units of each territory. */
export function sumLoads(measures: readonly Measure[], territoryOf: Int32Array, territories: number): Loads {
  return measures.map((weights) => {
    const load = new Float64Array(territories);
    weights.forEach((weight, unit) => (load[territoryOf[unit]!]! += weight));
    return load;
  });
}

/** How far the territory that is furthest off is from an equal share, as a part of that share; 0 when nothing is to be shared. */
export function imbalanceOf(load: Float64Array): number {
  const mean = load.reduce((sum, each) => sum + each, 0) / load.length;
  if (mean === 0) return 0;
  return load.reduce((worst, each) => Math.max(worst, Math.abs(each / mean - 1)), 0);
}

/** The worse of the measures' imbalances. */
export function worstImbalance(loads: Loads): number {
  return loads.reduce((worst, load) => Math.max(worst, imbalanceOf(load)), 0);
}

/**
 * No division into that many territories, contiguous or not, can have a smaller imbalance on the measure: of the `j * k + 1`
 * heaviest units some territory of `k` must take `j + 1`, and so at least the lightest `j + 1` of them (the pigeonhole
 * principle); and a territory cannot hold less than an equal share everywhere.
 */
export function lowestImbalance(weights: Measure, territories: number): number {
  const mean = weights.reduce((sum, each) => sum + each, 0) / territories;
  if (mean === 0) return 0;
  const heaviest = weights.toSorted((a, b) => b - a);
  let least = mean;
  for (let taken = 1; (taken - 1) * territories < weights.length; taken++) {
    const last = (taken - 1) * territories;
    const forced = heaviest.subarray(last - taken + 1, last + 1).reduce((sum, each) => sum + each, 0);
    least = Math.max(least, forced);
  }
  return least / mean - 1;
}
