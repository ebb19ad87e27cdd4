import type { partnerScored } from '@quyu/feedback-contracts';
import type { partnerSalesSummarised } from '@quyu/incentive-contracts';
import type { partnerEnrolled } from '@quyu/partner-contracts';
import { type DataOf, type EventEnvelope, latestByKey } from '@quyu/plugin-kit';
import { type Quarter, quarterOf } from './quarters.js';

export interface QuarterSales {
  readonly partnerId: string;
  readonly quarter: Quarter;
  readonly amount: string;
  readonly currency: string;
  readonly heardAt: string;
}

export interface PartnerStart {
  readonly partnerId: string;
  readonly enrolledAt: string;
}

export interface YearScore {
  readonly partnerId: string;
  readonly year: number;
  readonly score: string;
}

/** The last word on each quarter: an event replaces what was said of it before. */
export function salesIn(
  events: readonly EventEnvelope<DataOf<typeof partnerSalesSummarised>>[],
): readonly QuarterSales[] {
  const sales = events.map(
    ({
      data: {
        partnerId,
        period,
        sales: { amount, currency },
      },
      time,
    }) => ({
      partnerId,
      quarter: quarterOf(period),
      amount,
      currency,
      heardAt: time,
    }),
  );
  return latestByKey(sales, ({ partnerId, quarter }) => `${partnerId}/${quarter}`);
}

/** When partners were enrolled: of several times the first, because a changed profile enrols a partner anew. */
export function startsIn(
  events: readonly EventEnvelope<DataOf<typeof partnerEnrolled>>[],
): readonly PartnerStart[] {
  const starts = events.map(({ data: { partnerId }, time }) => ({ partnerId, enrolledAt: time }));
  const latestFirst = starts.toSorted((a, b) => Date.parse(b.enrolledAt) - Date.parse(a.enrolledAt));
  return latestByKey(latestFirst, ({ partnerId }) => partnerId);
}

/** The last word on a partner's score of each year. */
export function scoresIn(
  events: readonly EventEnvelope<DataOf<typeof partnerScored>>[],
): readonly YearScore[] {
  const scores = events.map(({ data: { partnerId, year, score } }) => ({ partnerId, year, score }));
  return latestByKey(scores, ({ partnerId, year }) => `${partnerId}/${year}`);
}
