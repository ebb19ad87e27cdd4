import {
  dateSchema,
  defineRoute,
  erase,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { payPeriodSchema, yearSchema } from './periods.js';

const code = z.string().min(1).max(64);

/** One step of how an amount came about, in words and exact numbers. */
export const traceStepSchema = erase(
  z.object({ step: z.string(), inputs: z.record(z.string(), z.string()), amount: moneySchema.nullable() }),
);
export type TraceStep = TypeOf<typeof traceStepSchema>;

/** What one payee earns by one component in one period, and why. */
export const resultSchema = erase(
  z.object({
    resultId: z.uuid(),
    planCode: code,
    planVersion: z.int(),
    component: code,
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: code,
    period: payPeriodSchema,
    amount: moneySchema,
    trace: z.array(traceStepSchema),
  }),
);
export type Result = TypeOf<typeof resultSchema>;

export const listResults = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/results',
  permission: 'incentive:read',
  summary: { en: 'Results', zh: '激励结果列表' },
  query: z.strictObject({
    ...pageFields,
    period: payPeriodSchema.optional(),
    component: code.optional(),
    payeeCode: code.optional(),
  }),
  answer: pageOf(resultSchema),
});

export const getResult = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/results/:resultId',
  permission: 'incentive:read',
  summary: { en: 'One result with the trace of its amount', zh: '激励结果及计算过程' },
  problems: ['RESULT_NOT_FOUND'],
  params: z.strictObject({ resultId: z.uuid() }),
  answer: resultSchema,
});

const params = z.strictObject({ resultId: z.uuid() });

/** A sales line that a result follows from. */
export const resultLineSchema = erase(
  z.object({
    /** Which look of the explanation counts it. */
    look: z.int(),
    source: z.string(),
    lineId: z.string(),
    order: z.string(),
    soldOn: dateSchema,
    /** The day it counts on: of a return that of the sale it returns. */
    creditedOn: dateSchema,
    product: z.string(),
    quantity: z.int(),
    amount: moneySchema,
    /** What it counts for, exact: minor units of the plan's currency, or pieces; a share of it where it is shared. */
    counted: z.string(),
  }),
);
export type ResultLine = TypeOf<typeof resultLineSchema>;

export const listResultLines = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/results/:resultId/lines',
  permission: 'incentive:read',
  summary: { en: 'The sales lines that a result follows from', zh: '激励结果对应的销售明细' },
  problems: ['RESULT_NOT_FOUND'],
  params,
  query: z.strictObject(pageFields),
  answer: pageOf(resultLineSchema),
});

/** Months of the ledger that a component has looked at, and what it found there. */
export const lookSchema = erase(
  z.object({
    credit: z.enum(['own', 'group', 'own-and-group', 'overlay']),
    of: z.enum(['amount', 'quantity', 'orders']),
    /** First and last month, e.g. `2019-07`. */
    from: z.string(),
    through: z.string(),
    lines: z.int(),
    /** What the lines count for, exact: minor units of the plan's currency, or pieces. */
    counted: z.string(),
  }),
);
export type Look = TypeOf<typeof lookSchema>;

export const explainResult = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/results/:resultId/explanation',
  permission: 'incentive:read',
  summary: { en: 'A result in sentences, and what of the ledger it follows from', zh: '激励结果说明' },
  problems: ['RESULT_NOT_FOUND'],
  params,
  query: z.strictObject({ lang: z.enum(['en', 'zh-CN']).optional() }),
  answer: z.object({ result: resultSchema, sentences: z.array(z.string()), looks: z.array(lookSchema) }),
});

export const totalRewards = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/reward-totals',
  permission: 'incentive:read',
  summary: { en: 'Rewards per component, over all and of one year', zh: '各项激励合计' },
  query: z.strictObject({ year: yearSchema }),
  answer: z.object({
    components: z.array(
      z.object({ component: code, total: moneySchema, ofYear: moneySchema, results: z.int() }),
    ),
  }),
});
