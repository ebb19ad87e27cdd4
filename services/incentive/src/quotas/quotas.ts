import type { QuotaLine } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';

/** A quota is of a person and a quarter. */
export function quotaKey({ salespersonCode, period }: QuotaLine): string {
  return `${period} ${salespersonCode}`;
}

/**
 * What is wrong with a quota: attainment divides by it, so it must be above zero. That nobody has heard of the person yet
 * is no fault: what the territory service says of people may be on its way.
 */
export function quotaFaults({ amount }: QuotaLine): readonly Fault[] {
  if (BigInt(amount.amount) > 0n) return [];
  return [{ pointer: '/amount/amount', code: 'too_small', message: 'must be above zero' }];
}
