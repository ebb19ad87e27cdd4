import { defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';

const amount = z.string();
const reward = z.object({ total: amount, ofYear: amount });

/**
 * A year's review of the market over all services. Amounts are decimals in the currency's major unit; `ofYear` is the
 * part of a total that belongs to the year.
 */
export const marketReviewSchema = erase(
  z.object({
    year: z.int(),
    currency: z.string(),
    territory: z.object({ partners: z.record(z.string(), z.int()), sales: z.record(z.string(), amount) }),
    partner: z.object({ approved: z.int(), review: z.int() }),
    incentive: z.object({
      lines: z.object({ accepted: z.int(), rejected: z.int(), amount }),
      volumeRebate: reward,
      growthRebate: reward,
      attainmentBonus: reward,
    }),
    marketing: z.object({ mdfAccrued: reward, campaigns: z.int() }),
    feedback: z.object({
      observations: z.int(),
      scored: z.int(),
      grades: z.record(z.string(), z.int()),
      actions: z.object({ grow: z.int(), exitReview: z.int() }),
    }),
    events: z.record(z.string(), z.object({ published: z.int(), handled: z.int() })),
    stuck: z.object({ outbox: z.int(), deadLetters: z.int() }),
  }),
);
export type MarketReview = TypeOf<typeof marketReviewSchema>;

export const reviewMarket = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/market-review',
  permission: 'feedback:review',
  summary: { en: "A year's market review over all services", zh: '年度市场总览' },
  problems: ['MIXED_CURRENCIES'],
  query: z.strictObject({ year: z.int().min(1900).max(2200) }),
  answer: marketReviewSchema,
});
