import {
  addFractions,
  compareFractions,
  divideFractions,
  type Fraction,
  multiplyFractions,
  NOTHING,
  subtractFractions,
  wholeFraction,
} from './fraction.js';

/** A corner of a payout curve, in basis points of the quota and of the full payout. */
export interface Corner {
  readonly attainmentBp: bigint;
  readonly payoutBp: bigint;
}

/** Sales against the quota of one set, and the set's weight. */
export interface Attained {
  readonly sales: Fraction;
  /** Above zero. */
  readonly quota: Fraction;
  readonly weightBp: bigint;
}

/** The weighted attainment in basis points, exactly. */
export function attainmentBp(sets: readonly Attained[]): Fraction {
  return sets.reduce(
    (sum, { sales, quota, weightBp }) =>
      addFractions(sum, multiplyFractions(wholeFraction(weightBp), divideFractions(sales, quota))),
    NOTHING,
  );
}

/** The payout at an attainment, in basis points: nothing below the first corner, linear between two, level after the last. */
export function payoutBp(attainment: Fraction, curve: readonly Corner[]): Fraction {
  const index = curve.findLastIndex(
    (corner) => compareFractions(attainment, wholeFraction(corner.attainmentBp)) >= 0,
  );
  const from = curve[index];
  if (!from) return NOTHING;
  const to = curve[index + 1];
  if (!to) return wholeFraction(from.payoutBp);
  const beyond = subtractFractions(attainment, wholeFraction(from.attainmentBp));
  const share = divideFractions(beyond, wholeFraction(to.attainmentBp - from.attainmentBp));
  return addFractions(
    wholeFraction(from.payoutBp),
    multiplyFractions(share, wholeFraction(to.payoutBp - from.payoutBp)),
  );
}
