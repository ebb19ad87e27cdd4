import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const runCompleted = defineEvent({
  type: 'incentive.run-completed.v1',
  aggregate: 'run',
  key: 'runId',
  summary: 'A calculation run is done: how much it gave, and how many results are not as they were.',
  schema: z.object({
    runId: z.uuid(),
    results: z.int(),
    changed: z.int(),
    amounts: z.array(moneySchema),
    digest: z.string(),
  }),
  examples: [
    {
      runId: '0198c0de-0000-7000-8000-0000000000e1',
      results: 4680,
      changed: 12,
      amounts: [{ amount: '97497770', currency: 'USD' }],
      digest: '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
    },
  ],
});
