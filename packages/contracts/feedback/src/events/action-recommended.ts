import { defineEvent, z } from '@quyu/contract-kit';
import { actionKindSchema } from '../scorecards.js';

export const actionRecommended = defineEvent({
  type: 'feedback.action-recommended.v1',
  aggregate: 'partner-score',
  key: 'partnerId',
  summary: 'Something should be done about a partner, for the reason given.',
  schema: z.object({
    partnerId: z.uuid(),
    partnerCode: z.string(),
    year: z.int(),
    kind: actionKindSchema,
    grade: z.string(),
    reason: z.string(),
  }),
  examples: [
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a1',
      partnerCode: 'AW00000001',
      year: 2019,
      kind: 'grow',
      grade: 'A',
      reason: 'Grade A, sales at 131.20 % of the year before',
    },
  ],
});
