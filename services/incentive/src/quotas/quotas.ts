import type { QuotaLine } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';

/** A quota is of a person and a quarter. */
export function quotaKey({ salespersonCode, period }: QuotaLine): string {
  return `${period} ${salespersonCode}`;
}

/** Attainment divides by the quota, so it must be above zero; and somebody must be there to attain it. */
export function quotaFaults(quota: QuotaLine, salespeople: ReadonlySet<string>): readonly Fault[] {
  const faults: Fault[] = [];
  if (!salespeople.has(quota.salespersonCode)) {
    const message = `no salesperson has the code "${quota.salespersonCode}"`;
    faults.push({ pointer: '/salespersonCode', code: 'unknown_salesperson', message });
  }
  if (BigInt(quota.amount.amount) <= 0n)
    faults.push({ pointer: '/amount/amount', code: 'too_small', message: 'must be above zero' });
  return faults;
}
