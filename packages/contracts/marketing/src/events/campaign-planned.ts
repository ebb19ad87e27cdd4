import { dateSchema, defineEvent, z } from '@quyu/contract-kit';

export const campaignPlanned = defineEvent({
  type: 'marketing.campaign-planned.v1',
  aggregate: 'campaign',
  key: 'campaignId',
  summary: 'A campaign was planned, or its plan changed.',
  schema: z.object({
    campaignId: z.uuid(),
    code: z.string(),
    name: z.string(),
    audience: z.string(),
    discountBp: z.int(),
    startDate: dateSchema,
    endDate: dateSchema,
  }),
  examples: [
    {
      campaignId: '0198c0de-0000-7000-8000-0000000000f1',
      code: '2',
      name: 'Volume Discount 11 to 14',
      audience: 'Reseller',
      discountBp: 200,
      startDate: '2010-12-29',
      endDate: '2013-12-28',
    },
  ],
});
