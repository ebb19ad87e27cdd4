import { bulkSummarySchema, defineRoute, erase, moneySchema, type TypeOf, z } from '@quyu/contract-kit';
import { quarterSchema } from './periods.js';

/** What a salesperson is asked to sell in a quarter. A second line for the same person and quarter replaces the first. */
export const quotaLineSchema = erase(
  z.strictObject({ salespersonCode: z.string().min(1).max(64), period: quarterSchema, amount: moneySchema }),
);
export type QuotaLine = TypeOf<typeof quotaLineSchema>;

export const setQuotas = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/quotas/bulk',
  permission: 'incentive:write',
  summary: { en: 'Set quotas', zh: '批量设定销售指标' },
  body: quotaLineSchema,
  answer: bulkSummarySchema,
});
