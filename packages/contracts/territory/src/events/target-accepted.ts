import { defineEvent, moneySchema, z } from '@quyu/contract-kit';
import { targetFields } from './target-issued.js';

export const targetAccepted = defineEvent({
  type: 'territory.target-accepted.v1',
  aggregate: 'target-node',
  key: 'nodeId',
  summary: "A territory's sales target of a period stands: it was accepted. Another round replaces it.",
  schema: z.object({
    ...targetFields,
    /** Whether nothing is below it in the target: the sum of the leaves is the whole. */
    isLeaf: z.boolean(),
    /** The amount by quarters: a year's is divided equally, to the last minor unit. */
    quarters: z.array(
      z.object({
        period: z.string().regex(/^\d{4}-Q[1-4]$/, 'must be a quarter such as 2027-Q1'),
        amount: moneySchema,
      }),
    ),
    /** Codes of the staff who work in the territory itself, sorted. */
    staffCodes: z.array(z.string()),
    acceptedBy: z.string(),
  }),
  examples: [
    {
      nodeId: '0198c0de-0000-7000-8000-00000000e001',
      targetId: '0198c0de-0000-7000-8000-00000000e000',
      targetCode: 'china-2027',
      round: 2,
      territoryCode: '330100',
      territoryName: '杭州市',
      path: ['cn', '330000', '330100'],
      period: '2027',
      amount: { amount: '110000001', currency: 'CNY' },
      isLeaf: true,
      quarters: [
        { period: '2027-Q1', amount: { amount: '27500001', currency: 'CNY' } },
        { period: '2027-Q2', amount: { amount: '27500000', currency: 'CNY' } },
        { period: '2027-Q3', amount: { amount: '27500000', currency: 'CNY' } },
        { period: '2027-Q4', amount: { amount: '27500000', currency: 'CNY' } },
      ],
      staffCodes: ['HZ-017', 'HZ-023'],
      acceptedBy: 'city-lead-hangzhou',
    },
  ],
});
