import { defineEvent, z } from '@quyu/contract-kit';

export const orgUnitChanged = defineEvent({
  type: 'territory.org-unit-changed.v1',
  aggregate: 'org-unit',
  key: 'unitId',
  summary: 'An organisational unit was enrolled, or its entry or its place in the tree changed.',
  schema: z.object({
    unitId: z.uuid(),
    code: z.string(),
    kind: z.enum(['region', 'city', 'project']),
    name: z.string(),
    parentCode: z.string().nullable(),
    /** Codes from the top of the tree down to this one. */
    path: z.array(z.string()),
    territoryCodes: z.array(z.string()),
    opensOn: z.iso.date().nullable(),
    closesOn: z.iso.date().nullable(),
  }),
  examples: [
    {
      unitId: '0198c0de-0000-7000-8000-0000000000c1',
      code: 'hangzhou',
      kind: 'city',
      name: '杭州城市平台',
      parentCode: 'east',
      path: ['east', 'hangzhou'],
      territoryCodes: ['330100'],
      opensOn: '2026-01-01',
      closesOn: null,
    },
    {
      unitId: '0198c0de-0000-7000-8000-0000000000c2',
      code: 'northwest-team',
      kind: 'region',
      name: 'Northwest platform',
      parentCode: null,
      path: ['northwest-team'],
      territoryCodes: ['northwest'],
      opensOn: null,
      closesOn: null,
    },
  ],
});
