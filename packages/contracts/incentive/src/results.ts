import { defineRoute, erase, moneySchema, pageFields, pageOf, type TypeOf, z } from '@quyu/contract-kit';
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
