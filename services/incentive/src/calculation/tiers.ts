import { type Fraction, NOTHING, roundFraction } from './fraction.js';

/** From `from` on a rate holds, up to the next tier's; the first begins at 0 and the last is open. */
export interface RateTier {
  readonly from: bigint;
  readonly rateBp: bigint;
}

/** The part of an amount that lies in one tier. */
export interface Slice extends RateTier {
  readonly slice: bigint;
}

const WHOLE_BP = 10_000n;

/** Cuts an amount at the tiers it reaches. Nothing of an amount that is not above zero lies in any tier. */
export function slicesOf(amount: bigint, tiers: readonly RateTier[]): readonly Slice[] {
  return tiers.flatMap((tier, index) => {
    const next = tiers[index + 1]?.from;
    const top = next === undefined || amount < next ? amount : next;
    return top > tier.from ? [{ ...tier, slice: top - tier.from }] : [];
  });
}

/** *Marginal*: each slice at its own rate. */
export function earnMarginal(amount: bigint, tiers: readonly RateTier[]): Fraction {
  const numerator = slicesOf(amount, tiers).reduce((sum, { slice, rateBp }) => sum + slice * rateBp, 0n);
  return { numerator, denominator: WHOLE_BP };
}

/** *Whole*, also called retroactive: all of the amount at the highest rate it reaches. */
export function earnWhole(amount: bigint, tiers: readonly RateTier[]): Fraction {
  const reached = tiers.findLast(({ from }) => amount >= from);
  return reached && amount > 0n ? { numerator: amount * reached.rateBp, denominator: WHOLE_BP } : NOTHING;
}

/**
 * What each of a period's transactions adds to what the period earns on their sum. The additions sum to the rounded
 * whole, in whatever order the transactions come.
 */
export function additionsOf(
  transactions: readonly bigint[],
  earn: (amount: bigint) => Fraction,
): readonly bigint[] {
  let sum = 0n;
  return transactions.map((amount) => {
    const before = roundFraction(earn(sum));
    sum += amount;
    return roundFraction(earn(sum)) - before;
  });
}
