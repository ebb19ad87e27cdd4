import {
  bulkSummarySchema,
  currencySchema,
  defineRoute,
  erase,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { payeeKindSchema } from './measures.js';
import { quarterSchema } from './periods.js';

const code = z.string().min(1).max(64);

/** The set of quotas that a plan means when it names none. */
export const SALES_QUOTAS = 'sales';

/**
 * What a salesperson or a partner is asked to sell in a quarter, above zero. A line names one of the two. A second line for the same
 * payee, set and quarter replaces the first.
 */
export const quotaLineSchema = erase(
  z.strictObject({
    salespersonCode: code.optional(),
    partnerCode: code.optional(),
    /** Which of several quotas it is, as plans name it; {@link SALES_QUOTAS} when missing. */
    set: code.optional(),
    period: quarterSchema,
    amount: moneySchema,
  }),
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

/** A quota as plans see it. In minor units of its currency, as text. */
export const quotaSchema = erase(
  z.object({
    payeeKind: payeeKindSchema,
    payeeCode: code,
    set: code,
    period: quarterSchema,
    amount: z.string(),
    currency: currencySchema,
    /** `set` through the API, or the share of accepted `targets` of territories; what is set goes before these. */
    from: z.enum(['set', 'targets']),
  }),
);
export type Quota = TypeOf<typeof quotaSchema>;

export const listQuotas = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/quotas',
  permission: 'incentive:read',
  summary: { en: 'Quotas as plans see them, and where they come from', zh: '销售指标列表' },
  query: z.strictObject({
    ...pageFields,
    payeeKind: payeeKindSchema.optional(),
    payeeCode: code.optional(),
    set: code.optional(),
    period: quarterSchema.optional(),
  }),
  answer: pageOf(quotaSchema),
});
