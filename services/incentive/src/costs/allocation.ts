/**
 * Divides an amount by weights, exactly: each part is rounded towards zero, and the units that are left go one each to the largest
 * remainders, of equal ones to the first. Weights of zero or below get nothing; where there are no others, nothing is divided.
 *
 * @example allocate(100n, [1n, 1n, 1n]) // [34n, 33n, 33n]
 */
export function allocate(amount: bigint, weights: readonly bigint[]): readonly bigint[] | undefined {
  const counted = weights.map((weight) => (weight > 0n ? weight : 0n));
  const all = counted.reduce((sum, weight) => sum + weight, 0n);
  if (all === 0n) return undefined;
  const sign = amount < 0n ? -1n : 1n;
  const whole = amount * sign;
  const parts = counted.map((weight) => (whole * weight) / all);
  let left = whole - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = counted
    .map((weight, at) => ({ at, remainder: (whole * weight) % all }))
    .toSorted((one, other) => compare(other.remainder, one.remainder) || one.at - other.at);
  for (const { at } of byRemainder) {
    if (left === 0n) break;
    parts[at]! += 1n;
    left -= 1n;
  }
  return parts.map((part) => part * sign);
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
