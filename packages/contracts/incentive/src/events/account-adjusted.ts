import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const accountAdjusted = defineEvent({
  type: 'incentive.account-adjusted.v1',
  aggregate: 'payee',
  key: 'payeeCode',
  summary: 'What is owed to a payee was corrected by hand; below zero it was lowered.',
  schema: z.object({
    transferId: z.uuid(),
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: z.string(),
    amount: moneySchema,
    bookedOn: z.iso.date(),
    reason: z.string(),
  }),
  examples: [
    {
      transferId: '0198c0de-0000-7000-8000-0000000000f1',
      payeeKind: 'partner',
      payeeCode: 'AW00000001',
      amount: { amount: '-2500', currency: 'USD' },
      bookedOn: '2019-10-05',
      reason: 'a sale that was returned',
    },
  ],
});
