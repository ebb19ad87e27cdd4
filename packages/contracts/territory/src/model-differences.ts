import { defineRoute, erase, pageFields, pageOf, type TypeOf, z } from '@quyu/contract-kit';
import { ruleLineSchema, territorySchema } from './models.js';

const code = z.string();

/** How a territory of one model differs from the one with the same code in another; it may be moved and renamed at once. */
const territoryDifferenceSchema = z.object({
  kind: z.literal('territory'),
  code,
  changes: z.array(z.enum(['added', 'removed', 'moved', 'renamed'])),
  before: territorySchema.nullable(),
  after: territorySchema.nullable(),
});

const ruleDifferenceSchema = z.object({
  kind: z.literal('rule'),
  code,
  changes: z.array(z.enum(['added', 'removed', 'changed'])),
  before: ruleLineSchema.nullable(),
  after: ruleLineSchema.nullable(),
});

export const differenceSchema = erase(
  z.discriminatedUnion('kind', [territoryDifferenceSchema, ruleDifferenceSchema]),
);
export type Difference = TypeOf<typeof differenceSchema>;

export const listDifferences = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models/:modelId/differences',
  permission: 'territory:read',
  summary: {
    en: 'What a model changes against another: rules first, then territories, by code',
    zh: '模型之间的差异',
  },
  problems: ['MODEL_NOT_FOUND'],
  params: z.strictObject({ modelId: z.uuid() }),
  query: z.strictObject({
    ...pageFields,
    /** The model to compare with. Default: the one that it was cloned from, else the active one. */
    against: z.uuid().optional(),
  }),
  answer: pageOf(differenceSchema),
});
