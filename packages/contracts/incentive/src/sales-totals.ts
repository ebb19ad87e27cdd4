import { defineRoute, moneySchema, z } from '@quyu/contract-kit';
import { yearSchema } from './periods.js';

export const totalSales = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/sales-totals',
  permission: 'incentive:read',
  summary: {
    en: "The ledger's size, and a year's sales per territory",
    zh: '销售台账总额与各区域年度销售额',
  },
  query: z.strictObject({ year: yearSchema }),
  answer: z.object({
    accepted: z.int(),
    /** Rejected lines not yet put right; none for callers whose grant is limited, because such a line is nobody's yet. */
    rejected: z.int(),
    amount: moneySchema,
    territories: z.array(z.object({ code: z.string(), name: z.string(), amount: moneySchema })),
  }),
});
