import { defineEvent, personal, z } from '@quyu/contract-kit';

export const staffEnrolled = defineEvent({
  type: 'territory.staff-enrolled.v1',
  aggregate: 'staff',
  key: 'staffId',
  summary: 'A person who sells or leads in the field was enrolled, or their entry changed.',
  schema: z.object({
    staffId: z.uuid(),
    code: z.string(),
    name: personal(z.string()),
    title: z.string(),
    managerCode: z.string().nullable(),
    territoryCodes: z.array(z.string()),
  }),
  examples: [
    {
      staffId: '0198c0de-0000-7000-8000-0000000000b1',
      code: '282',
      name: 'Linda Mitchell',
      title: 'Sales Representative',
      managerCode: '272',
      territoryCodes: ['northeast', 'southwest'],
    },
  ],
});
