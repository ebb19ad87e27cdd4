import { defineEvent, z } from '@quyu/contract-kit';

export const partnerScored = defineEvent({
  type: 'feedback.partner-scored.v1',
  aggregate: 'partner-score',
  key: 'partnerId',
  summary: "A partner's score and grade of a year are known, or have changed.",
  schema: z.object({
    partnerId: z.uuid(),
    partnerCode: z.string(),
    scorecardCode: z.string(),
    scorecardVersion: z.int(),
    year: z.int(),
    score: z.string(),
    grade: z.string(),
  }),
  examples: [
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a1',
      partnerCode: 'AW00000001',
      scorecardCode: 'partner-year',
      scorecardVersion: 1,
      year: 2019,
      score: '83.4152',
      grade: 'A',
    },
  ],
});
