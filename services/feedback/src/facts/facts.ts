import type { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { type DataOf, latestByKey } from '@quyu/plugin-kit';

/** What is known of a partner's quarter. */
export type QuarterFacts = DataOf<typeof partnerSalesSummarised>;

/** What a scorecard looks at: a partner's year. Sales in minor units, those of the year before as well. */
export interface YearFacts {
  readonly partnerId: string;
  readonly partnerCode: string;
  readonly sales: bigint;
  readonly salesBefore: bigint;
  readonly orders: number;
  readonly productGroups: number;
}

/** The last word on each quarter, in one order for everybody: the order in which they are locked. */
export function latestQuarters(quarters: readonly QuarterFacts[]): readonly QuarterFacts[] {
  return latestByKey(quarters, ({ partnerId, period }) => `${partnerId}/${period}`);
}
