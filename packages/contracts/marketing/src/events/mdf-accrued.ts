import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const mdfAccrued = defineEvent({
  type: 'marketing.mdf-accrued.v1',
  aggregate: 'mdf-account',
  key: 'partnerId',
  summary: "A partner's market development fund grew, or was adjusted, for a quarter.",
  schema: z.object({
    partnerId: z.uuid(),
    partnerCode: z.string(),
    period: z.string(),
    /** What this entry adds; negative when it takes back. */
    amount: moneySchema,
    /** What has accrued for the quarter with it. */
    accrued: moneySchema,
  }),
  examples: [
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a1',
      partnerCode: 'AW00000001',
      period: '2019-Q3',
      amount: { amount: '12346', currency: 'USD' },
      accrued: { amount: '12346', currency: 'USD' },
    },
  ],
});
