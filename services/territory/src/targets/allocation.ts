/** One who gets a part. */
export interface Claim {
  readonly code: string;
  /** Not negative; at least one claim has more than nothing. */
  readonly weight: bigint;
}

/**
 * Divides an amount in proportion to weights, to the last minor unit: everybody gets the whole units of their part, and the units
 * that are left go one each to the largest remainders, of equal ones to the first by code. The parts sum to the amount exactly, and
 * none is a unit or more away from its exact part.
 *
 * A larger amount never lowers a part by more than one unit, and never at all where the weights are equal. That it can lower one by
 * a unit is in the nature of largest remainders (the Alabama paradox).
 *
 * @throws RangeError when all weights are 0.
 * @example allocate(100n, [{ code: 'a', weight: 1n }, { code: 'b', weight: 2n }]) // a 33n, b 67n
 */
export function allocate(amount: bigint, claims: readonly Claim[]): ReadonlyMap<string, bigint> {
  const total = claims.reduce((sum, { weight }) => sum + weight, 0n);
  if (total <= 0n) throw new RangeError('all weights are 0: nothing says how to divide');
  const parts = claims.map(({ code, weight }) => ({
    code,
    whole: (amount * weight) / total,
    remainder: (amount * weight) % total,
  }));
  const left = Number(amount - parts.reduce((sum, { whole }) => sum + whole, 0n));
  const byRemainder = parts.toSorted((a, b) => compare(b.remainder, a.remainder) || compare(a.code, b.code));
  return new Map(byRemainder.map(({ code, whole }, at) => [code, at < left ? whole + 1n : whole]));
}

function compare<T extends bigint | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
