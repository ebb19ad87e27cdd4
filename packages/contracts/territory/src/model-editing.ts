import { defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';
import { conditionSchema } from './condition.js';
import { modelSchema, ruleLineSchema, territorySchema } from './models.js';

const code = z.string().min(1).max(64);
const name = z.string().min(1).max(200);
const modelId = z.uuid();
const permission = 'territory:write';
const params = z.strictObject({ modelId });
const ofTerritory = z.strictObject({ modelId, territoryCode: code });
const ofRule = z.strictObject({ modelId, ruleCode: code });

export const cloneModel = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/models/:modelId/clones',
  permission,
  status: 201,
  summary: { en: 'Start a planning model as a copy of this one', zh: '克隆模型用于规划' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_CODE_TAKEN'],
  params,
  body: z.strictObject({ code, name }),
  answer: modelSchema,
});

export const updateModel = defineRoute({
  kind: 'write',
  method: 'PATCH',
  path: '/models/:modelId',
  permission,
  summary: { en: 'Rename a planning model or its levels', zh: '修改规划模型名称或层级' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING'],
  params,
  body: z.strictObject({ name: name.optional(), levels: z.array(name).min(1).max(10).optional() }),
  answer: modelSchema,
});

export const discardModel = defineRoute({
  kind: 'write',
  method: 'DELETE',
  path: '/models/:modelId',
  permission,
  summary: { en: 'Throw a planning model away', zh: '废弃规划模型' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING'],
  params,
});

/** What changes about a territory; what is left out stays. A parent of null puts it at the top. */
export const territoryChangeSchema = erase(
  z.strictObject({ name: name.optional(), parentCode: code.nullable().optional() }),
);
export type TerritoryChange = TypeOf<typeof territoryChangeSchema>;

export const updateTerritory = defineRoute({
  kind: 'write',
  method: 'PATCH',
  path: '/models/:modelId/territories/:territoryCode',
  permission,
  summary: {
    en: 'Rename a territory of a planning model, or move it with all below it',
    zh: '重命名或移动区域(含下级)',
  },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING', 'TERRITORY_NOT_FOUND'],
  params: ofTerritory,
  body: territoryChangeSchema,
  answer: territorySchema,
});

export const removeTerritory = defineRoute({
  kind: 'write',
  method: 'DELETE',
  path: '/models/:modelId/territories/:territoryCode',
  permission,
  summary: { en: 'Remove a territory from a planning model', zh: '从规划模型中移除区域' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING', 'TERRITORY_NOT_FOUND', 'TERRITORY_IN_USE'],
  params: ofTerritory,
  query: z.strictObject({
    /** Removes the territories below it and the rules of all of them as well. */
    withAllBelow: z.boolean().optional(),
  }),
});

/** What a rule says besides its code. */
const ruleBodySchema = erase(
  z.strictObject({
    territoryCode: code,
    priority: z.int().min(0).max(1_000_000),
    condition: conditionSchema,
  }),
);

export const putRule = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/models/:modelId/rules/:ruleCode',
  permission,
  summary: { en: 'Set a rule of a planning model', zh: '设置规划模型的分配规则' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING'],
  params: ofRule,
  body: ruleBodySchema,
  answer: ruleLineSchema,
});

export const removeRule = defineRoute({
  kind: 'write',
  method: 'DELETE',
  path: '/models/:modelId/rules/:ruleCode',
  permission,
  summary: { en: 'Remove a rule from a planning model', zh: '从规划模型中移除规则' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING', 'RULE_NOT_FOUND'],
  params: ofRule,
});
