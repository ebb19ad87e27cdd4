import { defineRoute, erase, PAGE_CAP, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string();
const attributes = z.record(z.string(), z.string());
const ruleName = z.object({ ruleCode: code, territoryCode: code, priority: z.int() });
const ofModel = { modelCode: code, modelVersion: z.int(), rules: z.int() };

/** Two rules that can match one subject, and such a subject. The first wins, or neither when their priorities are equal. */
const overlapSchema = z.object({
  kind: z.enum(['conflict', 'shadowing']),
  rules: z.tuple([ruleName, ruleName]),
  example: attributes,
});
export type RuleOverlap = TypeOf<typeof overlapSchema>;

/** Rules of a model that get in each other's way, found from the rules alone. */
export const overlapAnalysisSchema = erase(
  z.object({
    ...ofModel,
    /** Whether everything is listed: false when a limit was reached, or a pair was too intricate to be decided. */
    complete: z.boolean(),
    /** Equal priority in territories of which none is above the other: what matches both is nobody's. */
    conflicts: z.array(overlapSchema),
    /** The rule with the lower priority loses what matches both. */
    shadowings: z.array(overlapSchema),
    /** Rules that can never match: they contradict themselves, or what the territories above ask. */
    unmatchable: z.array(z.object({ ...ruleName.shape, because: z.enum(['itself', 'territories-above']) })),
  }),
);
export type OverlapAnalysis = TypeOf<typeof overlapAnalysisSchema>;

/** A part of an attribute's known values in which a subject can be without matching any rule. */
const gapSchema = z.object({
  attribute: code,
  region: z.enum(['value', 'prefix', 'range']),
  /** Of a value or a prefix. */
  value: z.string().optional(),
  /** Of a range, whose bounds do not belong to it unless they are equal; null where it is open. */
  from: z.number().nullable().optional(),
  to: z.number().nullable().optional(),
  /** Whether no rule can match anybody there; otherwise rules match some, but not the example. */
  isWhole: z.boolean(),
  example: attributes,
});

/** What no rule of a model covers. */
export const gapAnalysisSchema = erase(
  z.object({
    ...ofModel,
    /** How many regions were looked at, unless a limit was reached. */
    regions: z.int(),
    complete: z.boolean(),
    gaps: z.array(gapSchema),
  }),
);
export type GapAnalysis = TypeOf<typeof gapAnalysisSchema>;

const params = z.strictObject({ modelId: z.uuid() });
const query = z.strictObject({ limit: z.int().min(1).max(PAGE_CAP).optional() });

export const analyseOverlaps = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models/:modelId/analysis/overlaps',
  permission: 'territory:read',
  summary: { en: "Rules that conflict, shadow each other or can never match", zh: '规则重叠分析：冲突、遮蔽与永不匹配' },
  problems: ['MODEL_NOT_FOUND'],
  params,
  query,
  answer: overlapAnalysisSchema,
}); // prettier-ignore

export const analyseGaps = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models/:modelId/analysis/gaps',
  permission: 'territory:read',
  summary: { en: 'Known values that no rule covers', zh: '规则空白分析：无规则覆盖的取值' },
  problems: ['MODEL_NOT_FOUND'],
  params,
  query,
  answer: gapAnalysisSchema,
});
