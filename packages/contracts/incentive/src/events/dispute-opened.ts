import { defineEvent, z } from '@quyu/contract-kit';

export const disputeOpened = defineEvent({
  type: 'incentive.dispute-opened.v1',
  aggregate: 'dispute',
  key: 'disputeId',
  summary: 'A payee, or somebody for it, disputes a line, a credit, a result, or that a sale is missing.',
  schema: z.object({
    disputeId: z.uuid(),
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: z.string(),
    about: z.enum(['missing-sale', 'line', 'credit', 'result']),
    openedOn: z.iso.date(),
    dueOn: z.iso.date(),
  }),
  examples: [
    {
      disputeId: '0198c0de-0000-7000-8000-0000000000d1',
      payeeKind: 'partner',
      payeeCode: 'AW00000001',
      about: 'missing-sale',
      openedOn: '2019-10-12',
      dueOn: '2019-10-22',
    },
  ],
});
