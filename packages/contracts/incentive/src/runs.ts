import {
  dateSchema,
  defineRoute,
  erase,
  instantSchema,
  jobAcceptedSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { payPeriodSchema } from './periods.js';

const code = z.string().min(1).max(64);
const payee = z.strictObject({ kind: z.enum(['partner', 'salesperson']), code });

/** What a run is asked to calculate; everything where a part is missing. */
export const runRequestSchema = erase(
  z.strictObject({
    scope: z
      .strictObject({
        plans: z.array(code).min(1).max(1000).optional(),
        payees: z.array(payee).min(1).max(10_000).optional(),
      })
      .optional(),
    /** Periods that end after this day are left as they are. */
    through: dateSchema.optional(),
    /** `incremental`: payees that something has changed for, and all payees of plans that have changed. */
    mode: z.enum(['incremental', 'full']).optional(),
  }),
);
export type RunRequest = TypeOf<typeof runRequestSchema>;

export const runStateSchema = erase(z.enum(['queued', 'calculated', 'failed', 'superseded']));
export type RunState = TypeOf<typeof runStateSchema>;

const periodState = z.enum(['approved', 'locked', 'posted']);

export const runSchema = erase(
  z.object({
    runId: z.uuid(),
    state: runStateSchema,
    request: runRequestSchema,
    /** Results it calculated, and how many of them are not as they were. */
    results: z.int(),
    changed: z.int(),
    amounts: z.array(moneySchema),
    /** SHA-256 over what it calculated, in order: two runs of the same content have the same. */
    digest: z.string().nullable(),
    failure: z.string().nullable(),
    requestedAt: instantSchema,
    completedAt: instantSchema.nullable(),
  }),
);
export type Run = TypeOf<typeof runSchema>;

const params = z.strictObject({ runId: z.uuid() });
const step = z.strictObject({ period: payPeriodSchema, plans: z.array(code).min(1).max(1000).optional() });
const stepAnswer = z.object({
  periods: z.array(z.object({ planCode: code, period: payPeriodSchema, state: periodState })),
});

export const startRun = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/runs',
  permission: 'incentive:calculate',
  status: 202,
  summary: { en: 'Calculate what payees earn; only what changed is written', zh: '计算激励' },
  problems: ['NO_PLAN', 'PLAN_NOT_FOUND'],
  body: runRequestSchema,
  answer: jobAcceptedSchema,
});

export const listRuns = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/runs',
  permission: 'incentive:read',
  summary: { en: 'Runs, in the order they were asked for', zh: '激励计算批次列表' },
  query: z.strictObject({ ...pageFields, state: runStateSchema.optional() }),
  answer: pageOf(runSchema),
});

export const getRun = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/runs/:runId',
  permission: 'incentive:read',
  summary: { en: 'One run', zh: '激励计算批次' },
  problems: ['RUN_NOT_FOUND'],
  params,
  answer: runSchema,
});

const runId = z.uuid();

/** A result that two runs gave differently: nothing before where it is new, nothing after where it is earned no more. */
export const differenceSchema = erase(
  z.object({
    resultId: z.uuid(),
    planCode: code,
    component: z.string(),
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: code,
    period: payPeriodSchema,
    before: moneySchema.nullable(),
    after: moneySchema.nullable(),
  }),
);
export type Difference = TypeOf<typeof differenceSchema>;

export const compareRuns = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/run-comparison',
  permission: 'incentive:read',
  summary: { en: 'What one run calculated otherwise than another', zh: '比较两次计算' },
  problems: ['RUN_NOT_FOUND', 'RUN_STATE_CONFLICT'],
  query: z.strictObject({ ...pageFields, from: runId, to: runId }),
  answer: z.object({
    items: z.array(differenceSchema),
    next: z.string().nullable(),
    /** Of all that differs, by currency. */
    totals: z.array(z.object({ results: z.int(), before: moneySchema, after: moneySchema })),
  }),
});

const refusals = ['RUN_NOT_FOUND', 'RUN_STATE_CONFLICT', 'RUN_SUPERSEDED', 'PERIOD_LOCKED'];

export const approveRun = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/runs/:runId/approval',
  permission: 'incentive:approve',
  apartFrom: { operations: ['startRun'], of: 'runId' },
  summary: { en: "Approve a run's results of a period; not by who started it", zh: '审批计算结果' },
  problems: refusals,
  params,
  body: step,
  answer: stepAnswer,
});

export const lockRun = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/runs/:runId/lock',
  permission: 'incentive:approve',
  summary: { en: 'Lock a period with the results of an approved run', zh: '锁定期间' },
  problems: refusals,
  params,
  body: step,
  answer: stepAnswer,
});

export const postRun = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/runs/:runId/posting',
  permission: 'incentive:approve',
  summary: {
    en: 'Post a locked period: what was earned, and what became of periods posted before',
    zh: '过账',
  },
  problems: [...refusals, 'COST_CEILING_EXCEEDED', 'NO_SALES', 'RATE_MISSING'],
  params,
  body: step,
  answer: stepAnswer,
});
