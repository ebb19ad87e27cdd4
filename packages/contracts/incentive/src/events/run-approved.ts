import { defineEvent, z } from '@quyu/contract-kit';
import { payPeriodSchema } from '../periods.js';

export const runApproved = defineEvent({
  type: 'incentive.run-approved.v1',
  aggregate: 'run',
  key: 'runId',
  summary: "A run's results of a period are approved for these plans.",
  schema: z.object({ runId: z.uuid(), period: payPeriodSchema, planCodes: z.array(z.string()) }),
  examples: [{ runId: '0198c0de-0000-7000-8000-0000000000e1', period: '2019-Q3', planCodes: ['channel'] }],
});
