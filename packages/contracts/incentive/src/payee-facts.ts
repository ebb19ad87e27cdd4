import { bulkSummarySchema, defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';

/** What is true of a payee from a day on, until the next value of the same name. A second line for the same day replaces the first. */
export const payeeFactSchema = erase(
  z.strictObject({
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: z.string().min(1).max(64),
    name: z.string().min(1).max(100),
    value: z.string().min(1).max(200),
    validFrom: z.iso.date(),
  }),
);
export type PayeeFact = TypeOf<typeof payeeFactSchema>;

export const setPayeeFacts = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/payee-facts/bulk',
  permission: 'incentive:write',
  summary: { en: 'Set facts of payees', zh: '批量设定激励对象的事实' },
  body: payeeFactSchema,
  answer: bulkSummarySchema,
});
