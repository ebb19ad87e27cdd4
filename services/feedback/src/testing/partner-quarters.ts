import type { partnerSalesSummarised } from '@quyu/incentive-contracts';
import type { DataOf } from '@quyu/plugin-kit';

/** What the incentive service says of a partner's quarter. */
export type PartnerQuarter = DataOf<typeof partnerSalesSummarised>;

/** The id of a partner in tests: ids rise with the numbers. */
export function idOf(partner: number): string {
  return `0198c0de-0000-7000-8000-${String(partner).padStart(12, '0')}`;
}

/** A partner's quarter, for tests: `cents` of sales in one order of helmets unless something else is said. */
export function quarterOf(
  partner: number,
  period: string,
  cents: number,
  change: Partial<PartnerQuarter> = {},
): PartnerQuarter {
  return {
    partnerId: idOf(partner),
    partnerCode: `P-${partner}`,
    period,
    sales: { amount: String(cents), currency: 'USD' },
    orders: 1,
    lines: 1,
    productGroups: ['Helmets'],
    ...change,
  };
}
