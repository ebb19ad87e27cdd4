import { defineEvent, z } from '@quyu/contract-kit';

export const memberPlaced = defineEvent({
  type: 'territory.member-placed.v1',
  aggregate: 'org-member',
  key: 'memberId',
  summary: 'A person was given a place in an organisational unit, or that place changed. Both dates count.',
  schema: z.object({
    memberId: z.uuid(),
    unitCode: z.string(),
    staffCode: z.string(),
    position: z.enum(['lead', 'manager', 'group-leader', 'specialist']),
    grade: z.string().nullable(),
    fullTime: z.boolean(),
    sells: z.boolean(),
    leaderCode: z.string().nullable(),
    from: z.iso.date(),
    to: z.iso.date().nullable(),
  }),
  examples: [
    {
      memberId: '0198c0de-0000-7000-8000-0000000000d1',
      unitCode: 'hangzhou-lakeside',
      staffCode: '282',
      position: 'specialist',
      grade: 'senior',
      fullTime: true,
      sells: true,
      leaderCode: '279',
      from: '2026-01-01',
      to: null,
    },
  ],
});
