import {
  bulkSummarySchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { payeeKindSchema } from './measures.js';

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

/** A fact as it is kept. */
export const keptFactSchema = erase(
  z.object({
    payeeKind: payeeKindSchema,
    payeeCode: z.string(),
    name: z.string(),
    value: z.string(),
    validFrom: z.iso.date(),
    /** `set` through the API, or the service whose event said so. */
    source: z.string(),
  }),
);
export type KeptFact = TypeOf<typeof keptFactSchema>;

export const listPayeeFacts = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/payee-facts',
  permission: 'incentive:read',
  summary: { en: 'Facts of payees, by payee, name and day', zh: '激励对象的事实列表' },
  query: z.strictObject({
    ...pageFields,
    payeeKind: payeeKindSchema.optional(),
    payeeCode: z.string().min(1).max(64).optional(),
    name: z.string().min(1).max(100).optional(),
  }),
  answer: pageOf(keptFactSchema),
});
