import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const redeemed = defineEvent({
  type: 'incentive.redeemed.v1',
  aggregate: 'redemption',
  key: 'redemptionId',
  summary: 'An order was settled in part with rebates.',
  schema: z.object({
    redemptionId: z.uuid(),
    partnerCode: z.string(),
    orderNumber: z.string(),
    amount: moneySchema,
    redeemedOn: z.iso.date(),
  }),
  examples: [
    {
      redemptionId: '0198c0de-0000-7000-8000-0000000000f2',
      partnerCode: 'AW00000001',
      orderNumber: 'SO-1',
      amount: { amount: '50000', currency: 'USD' },
      redeemedOn: '2019-10-05',
    },
  ],
});
