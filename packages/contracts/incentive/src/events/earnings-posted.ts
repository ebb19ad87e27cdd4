import { defineEvent, moneySchema, z } from '@quyu/contract-kit';
import { payPeriodSchema } from '../periods.js';

export const earningsPosted = defineEvent({
  type: 'incentive.earnings-posted.v1',
  aggregate: 'payee',
  key: 'payeeCode',
  summary: 'What a posting gives one payee in one currency, by result; it adds to what was posted before.',
  schema: z.object({
    runId: z.uuid(),
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: z.string(),
    postedPeriod: payPeriodSchema,
    total: moneySchema,
    lines: z.array(
      z.object({
        resultId: z.uuid(),
        planCode: z.string(),
        component: z.string(),
        period: payPeriodSchema,
        kind: z.enum(['earned', 'true-up']),
        amount: moneySchema,
      }),
    ),
  }),
  examples: [
    {
      runId: '0198c0de-0000-7000-8000-0000000000e1',
      payeeKind: 'partner',
      payeeCode: 'AW00000001',
      postedPeriod: '2019-Q3',
      total: { amount: '112500', currency: 'USD' },
      lines: [
        {
          resultId: '0198c0de-0000-7000-8000-0000000000d1',
          planCode: 'channel-2020',
          component: 'volume-rebate',
          period: '2019-Q3',
          kind: 'earned',
          amount: { amount: '112500', currency: 'USD' },
        },
      ],
    },
  ],
});
