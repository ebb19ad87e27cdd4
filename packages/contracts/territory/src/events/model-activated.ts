import { defineEvent, instantSchema, z } from '@quyu/contract-kit';

export const modelActivated = defineEvent({
  type: 'territory.model-activated.v1',
  aggregate: 'model',
  key: 'modelId',
  summary: 'A territory model became the active one; accounts are assigned by it from now on.',
  schema: z.object({
    modelId: z.uuid(),
    code: z.string(),
    version: z.int(),
    territories: z.int(),
    activatedAt: instantSchema,
    /** The model that was active before; null when there was none. */
    previousCode: z.string().nullable().optional(),
    mode: z.enum(['realign', 'fill']).optional(),
    /** Accounts that others are told of, and those left in no territory. */
    changed: z.int().optional(),
    gaps: z.int().optional(),
    conflicts: z.int().optional(),
  }),
  examples: [
    {
      modelId: '0198c0de-0000-7000-8000-000000000001',
      code: 'world-2026',
      version: 2,
      territories: 18,
      activatedAt: '2026-01-01T00:00:00Z',
      previousCode: 'world-2025',
      mode: 'realign',
      changed: 641,
      gaps: 0,
      conflicts: 2,
    },
  ],
});
