import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const payoutBatchPaid = defineEvent({
  type: 'incentive.payout-batch-paid.v1',
  aggregate: 'payout-batch',
  key: 'batchId',
  summary: 'The bank has paid a payout batch; every payment of it is booked.',
  schema: z.object({ batchId: z.uuid(), payees: z.int(), total: moneySchema }),
  examples: [
    {
      batchId: '0198c0de-0000-7000-8000-0000000000f3',
      payees: 12,
      total: { amount: '1250000', currency: 'USD' },
    },
  ],
});
