import { type Fraction, NOTHING } from './fraction.js';

const WHOLE_BP = 10_000n;

/** Whether sales reach the threshold of the prior period's: there must have been any. */
export function hasGrown(sales: bigint, priorSales: bigint, thresholdBp: bigint): boolean {
  return sales > 0n && priorSales > 0n && sales * WHOLE_BP >= priorSales * thresholdBp;
}

/** A rate on all of a period's sales where they have grown enough. */
export function growthRebate(
  sales: bigint,
  priorSales: bigint,
  rateBp: bigint,
  thresholdBp: bigint,
): Fraction {
  if (!hasGrown(sales, priorSales, thresholdBp)) return NOTHING;
  return { numerator: sales * rateBp, denominator: WHOLE_BP };
}
