/** Where something stands: how many are strictly below it, of how many others. */
export interface Rank {
  readonly below: number;
  /** At least 1: something that stands alone is above nobody, and its rank is 0. */
  readonly others: number;
}

/** The percent rank of each item; equal items have equal ranks, and the order they come in does not matter. */
export function percentRanks<T>(items: readonly T[], compare: (a: T, b: T) => number): Map<T, Rank> {
  const others = Math.max(items.length - 1, 1);
  const sorted = items.toSorted(compare);
  const ranks = new Map<T, Rank>();
  let below = 0;
  for (const [index, item] of sorted.entries()) {
    if (index > 0 && compare(sorted[index - 1]!, item) < 0) below = index;
    ranks.set(item, { below, others });
  }
  return ranks;
}
