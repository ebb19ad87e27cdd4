import { defineEvent, moneySchema, z } from '@quyu/contract-kit';
import { quarterSchema } from '../periods.js';

export const partnerSalesSummarised = defineEvent({
  type: 'incentive.partner-sales-summarised.v1',
  aggregate: 'partner-sales',
  key: 'partnerId',
  summary: "A partner's sales of a quarter, whole; it replaces what was said of that quarter before.",
  schema: z.object({
    partnerId: z.uuid(),
    partnerCode: z.string(),
    period: quarterSchema,
    sales: moneySchema,
    orders: z.int(),
    lines: z.int(),
    /** Product groups with at least one line, sorted. */
    productGroups: z.array(z.string()),
  }),
  examples: [
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a1',
      partnerCode: 'AW00000001',
      period: '2019-Q3',
      sales: { amount: '1234567', currency: 'USD' },
      orders: 2,
      lines: 31,
      productGroups: ['Helmets', 'Road Bikes'],
    },
  ],
});
