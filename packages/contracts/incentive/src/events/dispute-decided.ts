import { defineEvent, z } from '@quyu/contract-kit';

export const disputeDecided = defineEvent({
  type: 'incentive.dispute-decided.v1',
  aggregate: 'dispute',
  key: 'disputeId',
  summary: 'A dispute has ended: it was accepted and has taken effect, was rejected, or was withdrawn.',
  schema: z.object({
    disputeId: z.uuid(),
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: z.string(),
    about: z.enum(['missing-sale', 'line', 'credit', 'result']),
    outcome: z.enum(['accepted', 'rejected', 'withdrawn']),
    reason: z.string(),
  }),
  examples: [
    {
      disputeId: '0198c0de-0000-7000-8000-0000000000d1',
      payeeKind: 'partner',
      payeeCode: 'AW00000001',
      about: 'missing-sale',
      outcome: 'accepted',
      reason: 'The delivery note shows it',
    },
  ],
});
