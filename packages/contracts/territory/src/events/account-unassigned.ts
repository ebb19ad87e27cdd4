import { defineEvent, z } from '@quyu/contract-kit';

export const accountUnassigned = defineEvent({
  type: 'territory.account-unassigned.v1',
  aggregate: 'account',
  key: 'subjectId',
  summary:
    'An account belongs to no territory: no rule matched (gap), or several with equal right (conflict).',
  schema: z.object({
    subjectId: z.uuid(),
    subjectCode: z.string(),
    modelCode: z.string(),
    reason: z.enum(['gap', 'conflict']),
    contenders: z.array(z.string()),
    /** The territory it was in before; null when it was in none. */
    from: z.string().nullable().optional(),
  }),
  examples: [
    {
      subjectId: '0198c0de-0000-7000-8000-0000000000a3',
      subjectCode: 'AW00000999',
      modelCode: 'world-2026',
      reason: 'conflict',
      contenders: ['northwest-by-state', 'west-coast'],
      from: 'northwest',
    },
  ],
});
