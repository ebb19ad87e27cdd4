import { defineEvent, z } from '@quyu/contract-kit';

export const diversionClosed = defineEvent({
  type: 'territory.diversion-closed.v1',
  aggregate: 'diversion',
  key: 'diversionId',
  summary:
    'Evidence of diversion no longer counts: a person dismissed it, or a later grant or model put the shipment inside (withdrawn).',
  schema: z.object({
    diversionId: z.uuid(),
    source: z.string(),
    lineId: z.string(),
    partnerCode: z.string(),
    productLine: z.string(),
    outcome: z.enum(['dismissed', 'withdrawn']),
    /** What the person said, or the grant that covers the shipment now, if any does. */
    reason: z.string(),
  }),
  examples: [
    {
      diversionId: '0198c0de-0000-7000-8000-0000000000f1',
      source: 'sell-through-2026-11',
      lineId: 'L-000123',
      partnerCode: 'JXS-0571-003',
      productLine: 'road-bikes',
      outcome: 'dismissed',
      reason: '经总部批准的跨区支援',
    },
  ],
});
