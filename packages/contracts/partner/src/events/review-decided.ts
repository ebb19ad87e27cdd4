import { defineEvent, z } from '@quyu/contract-kit';

export const reviewDecided = defineEvent({
  type: 'partner.review-decided.v1',
  aggregate: 'partner',
  key: 'partnerId',
  summary: 'A person approved or declined a partner that screening had held.',
  schema: z.object({
    partnerId: z.uuid(),
    code: z.string(),
    decision: z.enum(['approve', 'decline']),
    reason: z.string(),
    decidedBy: z.string(),
  }),
  examples: [
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a1',
      code: 'AW00000001',
      decision: 'approve',
      reason: 'Long-standing customer',
      decidedBy: 'region-lead',
    },
  ],
});
