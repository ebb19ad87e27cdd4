import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const salesImported = defineEvent({
  type: 'incentive.sales-imported.v1',
  aggregate: 'sales-import',
  key: 'importId',
  summary:
    'A file of sales lines went into the ledger: one summary, not one event a line. A file that changes nothing is not told of.',
  schema: z.object({
    importId: z.uuid(),
    source: z.string(),
    file: z.string(),
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.int(),
    amount: moneySchema,
  }),
  examples: [
    {
      importId: '0198c0de-0000-7000-8000-0000000000c1',
      source: 'adventureworks',
      file: 'reseller-sales.csv',
      accepted: 57851,
      duplicates: 0,
      rejected: 0,
      amount: { amount: '8045059684', currency: 'USD' },
    },
  ],
});
