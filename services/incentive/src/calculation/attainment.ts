import { type Fraction, NOTHING } from './fraction.js';

/** A corner of a payout curve, in basis points of the quota and of the full payout. */
export interface Corner {
  readonly attainmentBp: bigint;
  readonly payoutBp: bigint;
}

/** The stretch of a curve that an attainment lies on; `to` is missing beyond the last corner. */
export interface Stretch {
  readonly from: Corner;
  readonly to: Corner | undefined;
}

const WHOLE_BP = 10_000n;

/** Where on the curve sales / quota lies; nowhere below the first corner. Corners rise; the quota is above zero. */
export function stretchOf(sales: bigint, quota: bigint, curve: readonly Corner[]): Stretch | undefined {
  const index = curve.findLastIndex(({ attainmentBp }) => sales * WHOLE_BP >= attainmentBp * quota);
  const from = curve[index];
  return from && { from, to: curve[index + 1] };
}

/** The payout at sales / quota, in basis points: linear between two corners, level after the last. */
export function payoutBp(sales: bigint, quota: bigint, { from, to }: Stretch): Fraction {
  if (!to) return { numerator: from.payoutBp, denominator: 1n };
  const width = to.attainmentBp - from.attainmentBp;
  const rise = to.payoutBp - from.payoutBp;
  const beyond = sales * WHOLE_BP - from.attainmentBp * quota;
  return {
    numerator: from.payoutBp * width * quota + beyond * rise,
    denominator: width * quota,
  };
}

/** A rate on the quota, times the payout of the attainment. */
export function attainmentBonus(
  sales: bigint,
  quota: bigint,
  rateBp: bigint,
  curve: readonly Corner[],
): Fraction {
  const stretch = stretchOf(sales, quota, curve);
  if (!stretch) return NOTHING;
  const payout = payoutBp(sales, quota, stretch);
  return {
    numerator: quota * rateBp * payout.numerator,
    denominator: WHOLE_BP * WHOLE_BP * payout.denominator,
  };
}
