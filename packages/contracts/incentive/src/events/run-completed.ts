import { defineEvent, z } from '@quyu/contract-kit';

export const runCompleted = defineEvent({
  type: 'incentive.run-completed.v1',
  aggregate: 'run',
  key: 'runId',
  summary: 'A calculation run is done and has changed results.',
  schema: z.object({ runId: z.uuid(), results: z.int(), changed: z.int() }),
  examples: [{ runId: '0198c0de-0000-7000-8000-0000000000e1', results: 4680, changed: 12 }],
});
