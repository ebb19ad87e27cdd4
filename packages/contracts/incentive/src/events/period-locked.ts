import { defineEvent, z } from '@quyu/contract-kit';
import { payPeriodSchema } from '../periods.js';

export const periodLocked = defineEvent({
  type: 'incentive.period-locked.v1',
  aggregate: 'run',
  key: 'runId',
  summary: 'A period is locked for these plans with the results of the run: later changes become true-ups.',
  schema: z.object({ runId: z.uuid(), period: payPeriodSchema, planCodes: z.array(z.string()) }),
  examples: [{ runId: '0198c0de-0000-7000-8000-0000000000e1', period: '2019-Q3', planCodes: ['channel'] }],
});
