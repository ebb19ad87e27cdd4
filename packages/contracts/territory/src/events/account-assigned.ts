import { defineEvent, z } from '@quyu/contract-kit';

export const accountAssigned = defineEvent({
  type: 'territory.account-assigned.v1',
  aggregate: 'account',
  key: 'subjectId',
  summary: 'An account belongs to a territory from now on, by the named rule.',
  schema: z.object({
    /** The partner's id. */
    subjectId: z.uuid(),
    subjectCode: z.string(),
    /** The model that put it there. A later model that leaves it there, by the same rule, is not announced. */
    modelCode: z.string(),
    territoryCode: z.string(),
    territoryName: z.string(),
    /** Territory codes from the top of the tree down to this one. */
    path: z.array(z.string()),
    /** The rule, or `pin` when a person put it there. */
    ruleCode: z.string(),
    by: z.enum(['rule', 'pin', 'kept']).optional(),
    /** The territory it was in before; null when it was in none. */
    from: z.string().nullable().optional(),
  }),
  examples: [
    {
      subjectId: '0198c0de-0000-7000-8000-0000000000a1',
      subjectCode: 'AW00000001',
      modelCode: 'world-2026',
      territoryCode: 'northwest',
      territoryName: 'Northwest',
      path: ['world', 'north-america', 'united-states', 'northwest'],
      ruleCode: 'northwest-by-state',
      by: 'rule',
      from: 'southwest',
    },
    {
      subjectId: '0198c0de-0000-7000-8000-0000000000a2',
      subjectCode: 'JXS-0571-003',
      modelCode: 'china-2026',
      territoryCode: '330100',
      territoryName: '杭州市',
      path: ['cn', '330000', '330100'],
      ruleCode: '330100',
      by: 'rule',
      from: null,
    },
  ],
});
