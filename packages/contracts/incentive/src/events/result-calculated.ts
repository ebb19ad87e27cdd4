import { defineEvent, moneySchema, z } from '@quyu/contract-kit';
import { quarterSchema } from '../periods.js';

export const resultCalculated = defineEvent({
  type: 'incentive.result-calculated.v1',
  aggregate: 'result',
  key: 'resultId',
  summary: 'What a payee earns by one component in one quarter is known, or has changed.',
  schema: z.object({
    resultId: z.uuid(),
    planCode: z.string(),
    planVersion: z.int(),
    component: z.string(),
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: z.string(),
    period: quarterSchema,
    amount: moneySchema,
  }),
  examples: [
    {
      resultId: '0198c0de-0000-7000-8000-0000000000d1',
      planCode: 'channel-2020',
      planVersion: 1,
      component: 'volume-rebate',
      payeeKind: 'partner',
      payeeCode: 'AW00000001',
      period: '2019-Q3',
      amount: { amount: '112500', currency: 'USD' },
    },
  ],
});
