import {
  addFractions,
  compareFractions,
  divideFractions,
  type Fraction,
  multiplyFractions,
  NOTHING,
  roundFraction,
  subtractFractions,
  sumFractions,
  wholeFraction,
} from './fraction.js';

/** From `from` on a rate holds, up to the next tier's; the first begins at 0 and the last is open. */
export interface RateTier {
  readonly from: bigint;
  readonly rateBp: bigint;
}

/** A part of an amount, and the rate it earns. */
export interface Slice {
  readonly from: bigint;
  readonly rateBp: Fraction;
  readonly slice: Fraction;
}

export type TierMode = 'marginal' | 'whole' | 'interpolated';

/** What an amount earns by tiers: its slices, each at its rate. Nothing that is not above zero earns. */
export function slicesOf(mode: TierMode, amount: Fraction, tiers: readonly RateTier[]): readonly Slice[] {
  if (amount.numerator <= 0n) return [];
  if (mode === 'marginal') return marginalSlices(amount, tiers);
  const index = tiers.findLastIndex(({ from }) => compareFractions(amount, wholeFraction(from)) >= 0);
  const reached = tiers[index];
  if (!reached) return [];
  const next = mode === 'interpolated' ? tiers[index + 1] : undefined;
  return [{ from: reached.from, rateBp: rateBetween(amount, reached, next), slice: amount }];
}

function marginalSlices(amount: Fraction, tiers: readonly RateTier[]): readonly Slice[] {
  return tiers.flatMap(({ from, rateBp }, index) => {
    const next = tiers[index + 1]?.from;
    const top = next === undefined || compareFractions(amount, wholeFraction(next)) < 0;
    const slice = subtractFractions(top ? amount : wholeFraction(next), wholeFraction(from));
    return slice.numerator > 0n ? [{ from, rateBp: wholeFraction(rateBp), slice }] : [];
  });
}

function rateBetween(amount: Fraction, reached: RateTier, next: RateTier | undefined): Fraction {
  const rate = wholeFraction(reached.rateBp);
  if (!next) return rate;
  const beyond = subtractFractions(amount, wholeFraction(reached.from));
  const share = divideFractions(beyond, wholeFraction(next.from - reached.from));
  return addFractions(rate, multiplyFractions(share, wholeFraction(next.rateBp - reached.rateBp)));
}

/** What a slice earns. */
export function earnedBy({ slice, rateBp }: Pick<Slice, 'slice' | 'rateBp'>): Fraction {
  return atRate(slice, rateBp);
}

/** A rate in basis points on an amount. */
export function atRate(amount: Fraction, rateBp: Fraction): Fraction {
  const { numerator, denominator } = multiplyFractions(amount, rateBp);
  return { numerator, denominator: denominator * 10_000n };
}

/** What an amount earns by tiers, exactly. */
export function earnByTiers(mode: TierMode, amount: Fraction, tiers: readonly RateTier[]): Fraction {
  return sumFractions(slicesOf(mode, amount, tiers).map(earnedBy));
}

/**
 * What each of a period's transactions adds to what the period earns on their sum. The additions sum to the rounded
 * whole, in whatever order the transactions come.
 */
export function additionsOf(
  transactions: readonly Fraction[],
  earn: (amount: Fraction) => Fraction,
): readonly bigint[] {
  let sum = NOTHING;
  return transactions.map((amount) => {
    const before = roundFraction(earn(sum));
    sum = addFractions(sum, amount);
    return roundFraction(earn(sum)) - before;
  });
}
