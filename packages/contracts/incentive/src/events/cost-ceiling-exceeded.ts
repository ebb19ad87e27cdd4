import { defineEvent, moneySchema, z } from '@quyu/contract-kit';
import { costDimensionSchema } from '../cost-effectiveness.js';

export const costCeilingExceeded = defineEvent({
  type: 'incentive.cost-ceiling-exceeded.v1',
  aggregate: 'cost-ceiling',
  key: 'ceilingCode',
  summary: 'A period was posted in which incentives cost more of the revenue than a ceiling that warns.',
  schema: z.object({
    ceilingCode: z.string(),
    by: costDimensionSchema,
    key: z.string().nullable(),
    period: z.string(),
    runId: z.uuid(),
    cost: moneySchema,
    revenue: moneySchema,
    ratioBp: z.int().nullable(),
    ceilingBp: z.int(),
  }),
  examples: [
    {
      ceilingCode: 'channel-5',
      by: 'channel',
      key: 'dealer',
      period: '2019-Q3',
      runId: '0198c0de-0000-7000-8000-0000000000b1',
      cost: { amount: '612000', currency: 'USD' },
      revenue: { amount: '10000000', currency: 'USD' },
      ratioBp: 612,
      ceilingBp: 500,
    },
  ],
});
