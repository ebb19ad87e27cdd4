import { defineRoute, erase, pageFields, pageOf, type TypeOf, z } from '@quyu/contract-kit';
import { modelSchema } from './models.js';

/** A code of GB/T 2260, or of nine digits for a subdistrict or town, e.g. `330106` or `330106109`. */
const divisionCode = z.string().regex(/^\d{6}(\d{3})?$/, 'must have six digits, or nine for a subdistrict');

/** 省 / 市 / 区县 / 街道. */
export const divisionLevelSchema = erase(z.enum(['province', 'city', 'district', 'street']));
export type DivisionLevel = TypeOf<typeof divisionLevelSchema>;

/** A unit of China's administrative divisions. */
export const divisionSchema = erase(
  z.object({
    code: divisionCode,
    name: z.string(),
    englishName: z.string(),
    level: divisionLevelSchema,
    parentCode: divisionCode.nullable(),
    /** What the codes of all units in it begin with: what an assignment rule asks of `geo.division`. */
    prefix: z.string(),
  }),
);
export type Division = TypeOf<typeof divisionSchema>;

export const listDivisions = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/divisions',
  permission: 'territory:read',
  summary: { en: "China's administrative divisions below a unit, or the provinces", zh: '行政区划列表' },
  problems: ['DIVISION_NOT_FOUND'],
  query: z.strictObject({ ...pageFields, parentCode: divisionCode.optional() }),
  answer: pageOf(divisionSchema),
});

export const getDivision = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/divisions/:divisionCode',
  permission: 'territory:read',
  summary: { en: 'One administrative division', zh: '行政区划详情' },
  problems: ['DIVISION_NOT_FOUND'],
  params: z.strictObject({ divisionCode }),
  answer: divisionSchema,
});

/** Which divisions to make a model of. */
export const divisionModelDraftSchema = erase(
  z.strictObject({
    code: z.string().min(1).max(64),
    name: z.string().min(1).max(200),
    /** The lowest level that becomes territories. */
    depth: divisionLevelSchema,
    /** The language of the territories' names. */
    language: z.enum(['zh', 'en']),
    /** Only these units, with what is in them and above them; otherwise the whole country. */
    within: z.array(divisionCode).min(1).max(500).optional(),
  }),
);
export type DivisionModelDraft = TypeOf<typeof divisionModelDraftSchema>;

export const createModelFromDivisions = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/models/from-divisions',
  permission: 'territory:write',
  status: 202,
  summary: {
    en: "Start a planning model of China's administrative divisions; a job fills it",
    zh: '按行政区划新建规划模型',
  },
  problems: ['MODEL_CODE_TAKEN'],
  body: divisionModelDraftSchema,
  answer: z.object({ model: modelSchema, jobId: z.string() }),
});

/** The input of the job that fills such a model. */
export const divisionModelJobSchema = erase(
  z.strictObject({
    modelId: z.uuid(),
    depth: divisionLevelSchema,
    language: z.enum(['zh', 'en']),
    within: z.array(divisionCode).min(1).max(500).optional(),
  }),
);
export type DivisionModelJob = TypeOf<typeof divisionModelJobSchema>;

/** What the job came to. */
export const divisionModelFillingSchema = erase(
  z.object({
    modelId: z.uuid(),
    territories: z.int(),
    rules: z.int(),
    /** False when the model was not empty any more: what is in it stays. */
    filled: z.boolean(),
  }),
);
export type DivisionModelFilling = TypeOf<typeof divisionModelFillingSchema>;
