import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const redemptionReversed = defineEvent({
  type: 'incentive.redemption-reversed.v1',
  aggregate: 'redemption',
  key: 'redemptionId',
  summary: 'What an order was settled with is back on the account: the order came to nothing.',
  schema: z.object({
    redemptionId: z.uuid(),
    partnerCode: z.string(),
    orderNumber: z.string(),
    amount: moneySchema,
    reversedOn: z.iso.date(),
    reason: z.string(),
  }),
  examples: [
    {
      redemptionId: '0198c0de-0000-7000-8000-0000000000f2',
      partnerCode: 'AW00000001',
      orderNumber: 'SO-1',
      amount: { amount: '50000', currency: 'USD' },
      reversedOn: '2019-10-12',
      reason: 'The order was cancelled',
    },
  ],
});
