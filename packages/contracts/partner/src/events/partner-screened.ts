import { defineEvent, z } from '@quyu/contract-kit';
import { screeningSchema } from '../partners.js';

export const partnerScreened = defineEvent({
  type: 'partner.screened.v1',
  aggregate: 'partner',
  key: 'partnerId',
  summary: 'A partner was screened: approved at once, or held for review.',
  schema: z.object({
    partnerId: z.uuid(),
    code: z.string(),
    outcome: z.enum(['approved', 'review']),
    screening: screeningSchema,
  }),
  examples: [
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a1',
      code: 'AW00000001',
      outcome: 'review',
      screening: {
        policyCode: 'standard',
        policyVersion: 1,
        score: 50,
        passMark: 60,
        parts: [
          { indicator: 'annual-sales', value: 30000000, points: 10 },
          { indicator: 'years-in-business', value: 46, points: 30 },
          { indicator: 'employees', value: 2, points: 10 },
        ],
        failedChecks: [],
      },
    },
  ],
});
