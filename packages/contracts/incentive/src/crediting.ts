import { dateSchema, defineRoute, erase, pageFields, pageOf, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const ruleCode = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case')
  .max(64);
const names = z.array(z.string().min(1).max(200)).min(1).max(1000).optional();
const shareBp = z.int().min(1).max(10_000);
const shares = z
  .array(z.strictObject({ salesperson: code, shareBp }))
  .min(1)
  .max(50);

const ruleTerms = {
  effectiveFrom: dateSchema,
  /** The last day; open when null. */
  effectiveTo: dateSchema.nullable(),
  /** Of several rules with a split the highest decides, among equals the first by code. */
  priority: z.int().min(0).max(1_000_000).optional(),
  /** Which lines; each list that is there must name the line's. All lines when empty. */
  when: z.strictObject({
    partners: names,
    salespeople: names,
    products: names,
    categories: names,
    /** The partner is in one of these, or below it, on the day of the sale. */
    territories: names,
  }),
  /** Who shares the line: to exactly 10,000 bp. `line` stands for the salesperson of the line. */
  split: shares.optional(),
  /** Who is credited besides, by all rules that match. */
  overlays: shares.optional(),
};

export const creditingRuleDraftSchema = erase(z.strictObject(ruleTerms));
export type CreditingRuleDraft = TypeOf<typeof creditingRuleDraftSchema>;

/** Who is credited with lines that were sold within its dates. */
export const creditingRuleSchema = erase(z.object({ code: ruleCode, ...ruleTerms }));
export type CreditingRule = TypeOf<typeof creditingRuleSchema>;

const params = z.strictObject({ code: ruleCode });

export const putCreditingRule = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/crediting-rules/:code',
  permission: 'incentive:plan',
  summary: { en: 'Set who is credited with lines; lines of days that have gone are credited anew', zh: '设定业绩归属规则' },
  problems: ['CREDITING_INVALID'],
  params,
  body: creditingRuleDraftSchema,
  answer: creditingRuleSchema,
}); // prettier-ignore

export const getCreditingRule = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/crediting-rules/:code',
  permission: 'incentive:read',
  summary: { en: 'A crediting rule', zh: '业绩归属规则详情' },
  problems: ['CREDITING_RULE_NOT_FOUND'],
  params,
  answer: creditingRuleSchema,
});

export const listCreditingRules = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/crediting-rules',
  permission: 'incentive:read',
  summary: { en: 'Crediting rules, by code', zh: '业绩归属规则列表' },
  query: z.strictObject(pageFields),
  answer: pageOf(creditingRuleSchema),
});

export const removeCreditingRule = defineRoute({
  kind: 'write',
  method: 'DELETE',
  path: '/crediting-rules/:code',
  permission: 'incentive:plan',
  summary: { en: 'Take a crediting rule away, for all days; to end it, set its last day', zh: '删除业绩归属规则' },
  problems: ['CREDITING_RULE_NOT_FOUND'],
  params,
}); // prettier-ignore

export const lineSplitSchema = erase(z.strictObject({ split: shares }));
export type LineSplit = TypeOf<typeof lineSplitSchema>;
export type Shares = LineSplit['split'];

const lineParams = z.strictObject({ source: z.string().min(1).max(64), lineId: z.string().min(1).max(401) });

export const splitSale = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/sales/:source/:lineId/split',
  permission: 'incentive:plan',
  summary: { en: 'Say who shares a line and its returns, whatever the rules say', zh: '单笔销售业绩分配' },
  problems: ['SALE_NOT_FOUND', 'CREDITING_INVALID'],
  params: lineParams,
  body: lineSplitSchema,
  answer: lineSplitSchema,
});

export const unsplitSale = defineRoute({
  kind: 'write',
  method: 'DELETE',
  path: '/sales/:source/:lineId/split',
  permission: 'incentive:plan',
  summary: { en: 'Let the rules say again who is credited with a line', zh: '取消单笔销售业绩分配' },
  problems: ['SALE_NOT_FOUND'],
  params: lineParams,
});

/** What a payee is credited with of a line, and why. */
export const creditSchema = erase(
  z.object({
    source: z.string(),
    lineId: z.string(),
    /** The day it counts on: of a return that of the sale it returns. */
    creditedOn: dateSchema,
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: z.string(),
    /** `group`: as the leader of who is credited. */
    credit: z.enum(['own', 'group', 'overlay']),
    shareBp: z.int(),
    /** Exact, in minor units of `currency`; not rounded. */
    amount: z.string(),
    currency: z.string(),
    because: z.object({
      by: z.enum(['line', 'line-split', 'rule']),
      /** The code of the rule. */
      rule: z.string().nullable(),
      /** Of a leader: whose credit it is, and from when to when that person was below; null is open. */
      of: z.string().nullable(),
      belowFrom: dateSchema.nullable(),
      belowTo: dateSchema.nullable(),
      /** Where the partner was on the day, from the top down. */
      territories: z.array(z.string()),
    }),
  }),
);
export type Credit = TypeOf<typeof creditSchema>;

export const listCredits = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/credits',
  permission: 'incentive:read',
  summary: { en: 'Who is credited with a line, or with what a payee is, and why', zh: '业绩归属明细' },
  problems: ['CREDITS_UNFILTERED'],
  query: z.strictObject({
    ...pageFields,
    source: z.string().min(1).max(64).optional(),
    lineId: z.string().min(1).max(401).optional(),
    payeeKind: z.enum(['partner', 'salesperson']).optional(),
    payeeCode: code.optional(),
    period: erase(z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/)).optional(),
  }),
  answer: pageOf(creditSchema),
});
