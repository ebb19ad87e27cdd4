import {
  basisPointsSchema,
  defineRoute,
  erase,
  instantSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { amountSchema, targetPeriodSchema } from './market-amounts.js';

const code = z.string().min(1).max(64);
const name = z.string().min(1).max(200);
const targetId = z.uuid();
const minorUnits = z
  .string()
  .regex(/^(0|[1-9]\d{0,17})$/, 'must be a whole number of minor units, 0 or more');

/** How the children of a node got their parts of its target; `adjusted` means that a person set them. */
export const cascadeMethodSchema = erase(z.enum(['equal', 'historical', 'potential', 'manual', 'adjusted']));
export type CascadeMethod = TypeOf<typeof cascadeMethodSchema>;

/** A target for a territory and all below it. How it is divided is in its nodes. */
export const targetSchema = erase(
  z.object({
    targetId,
    /** Counts every change, of its nodes as well. */
    version: z.int(),
    code,
    name,
    modelCode: code,
    period: targetPeriodSchema,
    currency: z.string(),
    /** Nodes by where they stand; whoever sees a part only counts that part. */
    nodes: z.object({ draft: z.int(), issued: z.int(), accepted: z.int(), objected: z.int() }),
  }),
);
export type Target = TypeOf<typeof targetSchema>;

const params = z.strictObject({ targetId });
const change = {
  permission: 'territory:target',
  ifMatch: true,
  params,
  answer: targetSchema,
} as const;

export const draftTarget = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/targets',
  permission: 'territory:target',
  status: 201,
  summary: { en: 'Draft a sales target for a territory of the active model', zh: '拟定区域销售指标' },
  problems: ['NO_ACTIVE_MODEL', 'TARGET_CODE_TAKEN'],
  body: z.strictObject({
    code,
    name,
    territoryCode: code,
    period: targetPeriodSchema,
    amount: amountSchema,
  }),
  answer: targetSchema,
});

export const listTargets = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/targets',
  permission: 'territory:read',
  summary: { en: 'Targets', zh: '销售指标列表' },
  query: z.strictObject({ ...pageFields, period: targetPeriodSchema.optional() }),
  answer: pageOf(targetSchema),
});

export const getTarget = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/targets/:targetId',
  permission: 'territory:read',
  summary: { en: 'One target', zh: '销售指标详情' },
  problems: ['TARGET_NOT_FOUND'],
  params,
  answer: targetSchema,
});

export const cascadeTarget = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/targets/:targetId/cascade',
  ...change,
  summary: {
    en: "Divide a node's target among the territories below it; what was below before is replaced",
    zh: '指标分解下达',
  },
  problems: ['TARGET_NOT_FOUND', 'TARGET_NO_BASIS', 'TARGET_OVER_ALLOCATED', 'TARGET_UNDER_ALLOCATED'],
  body: z.strictObject({
    territoryCode: code,
    method: z.enum(['equal', 'historical', 'potential', 'manual']),
    /** `children`: one level, the default. `all`: every level below; not for manual shares. */
    depth: z.enum(['children', 'all']).optional(),
    /** For manual shares: every territory directly below, once, 10,000 bp together. */
    shares: z
      .array(z.strictObject({ territoryCode: code, shareBp: basisPointsSchema }))
      .max(5000)
      .optional(),
  }),
});

export const adjustTarget = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/targets/:targetId/adjustment',
  ...change,
  summary: {
    en: 'Set amounts of nodes; what is below them follows in proportion, and all must still add up',
    zh: '调整指标',
  },
  problems: ['TARGET_NOT_FOUND', 'TARGET_OVER_ALLOCATED', 'TARGET_UNDER_ALLOCATED'],
  body: z.strictObject({
    amounts: z
      .array(z.strictObject({ territoryCode: code, amount: minorUnits }))
      .min(1)
      .max(5000),
  }),
});

export const issueTarget = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/targets/:targetId/issue',
  ...change,
  summary: {
    en: 'Issue what is new, changed or objected to: to everybody below, or from one territory down',
    zh: '下达指标',
  },
  problems: ['TARGET_NOT_FOUND', 'TARGET_NOTHING_TO_ISSUE'],
  body: z.strictObject({ territoryCode: code.optional() }),
});

/** How much of a node's target was sold, everything below it included. */
export const attainmentSchema = erase(
  z.object({
    nodeId: z.uuid(),
    territoryCode: code,
    territoryName: z.string(),
    parentCode: code.nullable(),
    /** The amount issued last, or the drafted one before that. */
    target: moneySchema,
    sales: moneySchema,
    /** Target less sales; negative when it is surpassed. */
    gap: moneySchema,
    /** Basis points, rounded half up; null for a target of nothing. */
    attainmentBp: z.int().nullable(),
    asOf: instantSchema.nullable(),
  }),
);
export type Attainment = TypeOf<typeof attainmentSchema>;

export const listAttainment = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/targets/:targetId/attainment',
  permission: 'territory:read',
  summary: { en: 'What was sold of a target, by territory, rolled up', zh: '指标完成情况' },
  problems: ['TARGET_NOT_FOUND'],
  params,
  query: z.strictObject({ ...pageFields, parentCode: code.optional() }),
  answer: pageOf(attainmentSchema),
});
