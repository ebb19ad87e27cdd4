import { defineEvent, z } from '@quyu/contract-kit';

export const staffingResolved = defineEvent({
  type: 'territory.staffing-resolved.v1',
  aggregate: 'staffing-violation',
  key: 'violationId',
  summary: 'An organisational unit no longer breaks a staffing rule. Said once.',
  schema: z.object({
    violationId: z.uuid(),
    ruleCode: z.string(),
    unitCode: z.string(),
    staffCode: z.string().nullable(),
    resolvedOn: z.iso.date(),
  }),
  examples: [
    {
      violationId: '0198c0de-0000-7000-8000-0000000000e1',
      ruleCode: 'one-lead-per-city',
      unitCode: 'hangzhou',
      staffCode: null,
      resolvedOn: '2026-12-01',
    },
  ],
});
