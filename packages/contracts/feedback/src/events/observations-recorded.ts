import { defineEvent, z } from '@quyu/contract-kit';

export const observationsRecorded = defineEvent({
  type: 'feedback.observations-recorded.v1',
  aggregate: 'observation-batch',
  key: 'batchId',
  summary: 'Market-research observations were recorded: one summary a batch.',
  schema: z.object({ batchId: z.uuid(), observations: z.int() }),
  examples: [{ batchId: '0198c0de-0000-7000-8000-00000000f001', observations: 2727 }],
});
