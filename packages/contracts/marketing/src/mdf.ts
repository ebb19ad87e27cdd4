import {
  basisPointsSchema,
  currencySchema,
  defineRoute,
  erase,
  instantSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);

/** How market development funds accrue: a share of each partner's sales of a quarter. */
export const accrualRuleSchema = erase(z.object({ code, version: z.int(), rateBp: z.int() }));
export type AccrualRule = TypeOf<typeof accrualRuleSchema>;

/** What it took to bring known quarters up to date after a rule was set: the result of that job. */
export const accrualSchema = erase(z.object({ quarters: z.int(), entries: z.int() }));
export type Accrual = TypeOf<typeof accrualSchema>;

/** An entry of the MDF ledger. Entries are never changed: a correction is another entry. */
export const mdfEntrySchema = erase(
  z.object({
    entryId: z.uuid(),
    partnerId: z.uuid(),
    partnerCode: code,
    period: z.string(),
    kind: z.enum(['accrue', 'adjust']),
    amount: moneySchema,
    ruleCode: code,
    ruleVersion: z.int(),
    /** The quarter's sales that the accrued sum follows from. */
    sales: moneySchema,
    recordedAt: instantSchema,
  }),
);
export type MdfEntry = TypeOf<typeof mdfEntrySchema>;

export const putAccrualRule = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/mdf/accrual-rules/:code',
  permission: 'marketing:policy',
  summary: { en: 'Set how funds accrue; known quarters are brought up to date', zh: '设定市场费用计提规则' },
  params: z.strictObject({ code }),
  body: z.strictObject({ rateBp: basisPointsSchema }),
  answer: accrualRuleSchema,
});

export const listMdfEntries = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/mdf/entries',
  permission: 'marketing:read',
  summary: { en: 'The MDF ledger', zh: '市场费用台账' },
  query: z.strictObject({ ...pageFields, partnerCode: code.optional(), period: code.optional() }),
  answer: pageOf(mdfEntrySchema),
});

export const totalMdf = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/mdf/totals',
  permission: 'marketing:read',
  summary: {
    en: 'Funds accrued, over all and of one year, and the number of campaigns',
    zh: '市场费用合计与活动数',
  },
  problems: ['CURRENCY_NEEDED'],
  /** `currency` is only needed when the ledger holds several. */
  query: z.strictObject({ year: z.int().min(1900).max(2200), currency: currencySchema.optional() }),
  answer: z.object({ total: moneySchema, ofYear: moneySchema, campaigns: z.int() }),
});
