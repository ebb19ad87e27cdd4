import { defineEvent, z } from '@quyu/contract-kit';

export const staffingViolated = defineEvent({
  type: 'territory.staffing-violated.v1',
  aggregate: 'staffing-violation',
  key: 'violationId',
  summary: 'An organisational unit breaks a staffing rule. Said once, when it appears.',
  schema: z.object({
    violationId: z.uuid(),
    ruleCode: z.string(),
    ruleVersion: z.int(),
    unitCode: z.string(),
    unitKind: z.enum(['region', 'city', 'project']),
    /** The person it is about, where it is about one. */
    staffCode: z.string().nullable(),
    actual: z.int().nullable(),
    min: z.int().nullable(),
    max: z.int().nullable(),
    explanation: z.object({ en: z.string(), zh: z.string() }),
    appearedOn: z.iso.date(),
  }),
  examples: [
    {
      violationId: '0198c0de-0000-7000-8000-0000000000e1',
      ruleCode: 'one-lead-per-city',
      ruleVersion: 1,
      unitCode: 'hangzhou',
      unitKind: 'city',
      staffCode: null,
      actual: 0,
      min: 1,
      max: 1,
      explanation: {
        en: 'the city "hangzhou" has 0 full-time leads; the rule "one-lead-per-city" (version 1) asks for exactly 1',
        zh: '城市“hangzhou”有0名专职负责人;标准“one-lead-per-city”(第1版)要求恰好1名',
      },
      appearedOn: '2026-11-25',
    },
  ],
});
