import {
  bulkSummarySchema,
  dateSchema,
  defineRoute,
  erase,
  instantSchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { conditionSchema } from './condition.js';

const code = z.string().min(1).max(64);
const name = z.string().min(1).max(200);
const modelId = z.uuid();

/**
 * How a model takes over the accounts: `realign` places every one anew, `fill` only those in no territory, and moves nobody.
 */
export const modeSchema = z.enum(['realign', 'fill']);
export type Mode = TypeOf<typeof modeSchema>;

/** A versioned division of the market: a tree of territories and the rules that fill it. */
export const modelSchema = erase(
  z.object({
    modelId,
    code,
    name,
    /** Names of the tree's levels from the top, e.g. world, group, country, region. */
    levels: z.array(name).min(1).max(10),
    status: z.enum(['planning', 'active', 'archived']),
    version: z.int(),
    activatedAt: instantSchema.nullable(),
    /** The model that it was cloned from. */
    baseModelId: modelId.nullable(),
    /** The day on which it becomes, or became, the active one by itself. */
    effectiveOn: dateSchema.nullable(),
    /** How it takes over the accounts: see {@link modeSchema}. */
    mode: modeSchema,
    /** Why its activation on that day was refused, until it is changed or scheduled anew. */
    refusal: z.string().nullable(),
  }),
);
export type TerritoryModel = TypeOf<typeof modelSchema>;

/** One territory of a model. `level` counts from 1 at the top. */
export const territorySchema = erase(
  z.object({ code, name, parentCode: code.nullable(), level: z.int(), path: z.array(code) }),
);
export type Territory = TypeOf<typeof territorySchema>;

/** A territory to add; its parent must be in the model or earlier in the same request. */
export const territoryLineSchema = erase(z.strictObject({ code, name, parentCode: code.optional() }));
export type TerritoryLine = TypeOf<typeof territoryLineSchema>;

/** A rule that assigns subjects to a territory; of several that match, the highest priority wins. */
export const ruleLineSchema = erase(
  z.strictObject({
    code,
    territoryCode: code,
    priority: z.int().min(0).max(1_000_000),
    condition: conditionSchema,
  }),
);
export type RuleLine = TypeOf<typeof ruleLineSchema>;

const params = z.strictObject({ modelId });
const write = 'territory:write';
const read = 'territory:read';

export const createModel = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/models',
  permission: write,
  status: 201,
  summary: { en: 'Start a planning model', zh: '新建规划模型' },
  problems: ['MODEL_CODE_TAKEN'],
  body: z.strictObject({ code, name, levels: z.array(name).min(1).max(10) }),
  answer: modelSchema,
});

export const listModels = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models',
  permission: read,
  summary: { en: 'Territory models', zh: '区域模型列表' },
  query: z.strictObject({ ...pageFields, code: code.optional() }),
  answer: pageOf(modelSchema),
});

export const getModel = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models/:modelId',
  permission: read,
  summary: { en: 'One territory model', zh: '区域模型详情' },
  problems: ['MODEL_NOT_FOUND'],
  params,
  answer: modelSchema,
});

export const addTerritories = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/models/:modelId/territories',
  permission: write,
  summary: { en: 'Add territories to a planning model', zh: '向规划模型批量添加区域' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING'],
  params,
  body: territoryLineSchema,
  answer: bulkSummarySchema,
});

export const listTerritories = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models/:modelId/territories',
  permission: read,
  summary: { en: "A model's territories", zh: '模型中的区域' },
  problems: ['MODEL_NOT_FOUND'],
  params,
  query: z.strictObject({
    ...pageFields,
    /** Only those right below this one. */
    parentCode: code.optional(),
    /** Only those of this level, counted from 1 at the top. */
    level: z.int().min(1).max(10).optional(),
  }),
  answer: pageOf(territorySchema),
});

export const addRules = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/models/:modelId/rules',
  permission: write,
  summary: { en: 'Add assignment rules to a planning model', zh: '向规划模型批量添加分配规则' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING'],
  params,
  body: ruleLineSchema,
  answer: bulkSummarySchema,
});

export const listRules = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models/:modelId/rules',
  permission: read,
  summary: { en: "A model's assignment rules", zh: '模型中的分配规则' },
  problems: ['MODEL_NOT_FOUND'],
  params,
  query: z.strictObject(pageFields),
  answer: pageOf(ruleLineSchema),
});
