import { defineRoute, erase, pageFields, pageOf, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const name = z.string().min(1).max(200);
/** Whole numbers, in whatever unit they are all measured in. */
const weight = z.int().min(0).max(100_000_000_000);
const basisPoints = z.int();

/** A small area with its weights on both measures. */
export const alignmentUnitSchema = erase(z.strictObject({ code, name, potential: weight, workload: weight }));
export type AlignmentUnit = TypeOf<typeof alignmentUnitSchema>;

/** What is to be divided into how many territories. */
export const alignmentDraftSchema = erase(
  z.strictObject({
    modelCode: code,
    modelName: name,
    territories: z.int().min(1).max(5000),
    units: z.array(alignmentUnitSchema).min(1).max(10_000),
    /** Which units touch. */
    edges: z
      .array(z.strictObject({ from: code, to: code }))
      .max(100_000)
      .optional(),
    /** Instead of edges: the neighbourhood that comes with the service. Units are then named by their division codes. */
    touching: z.literal('china-cities').optional(),
    /** Units that begin a territory each and stay in it. */
    centres: z.array(code).max(5000).optional(),
    /** The same seed gives the same territories; 1 when it is left out. */
    seed: z.int().min(0).max(4_294_967_295).optional(),
    /** What the rules test the units' codes against; `geo.division`, by prefix, when it is left out. */
    attribute: z.string().max(100).optional(),
  }),
);
export type AlignmentDraft = TypeOf<typeof alignmentDraftSchema>;

const measureQualitySchema = z.object({
  measure: z.enum(['potential', 'workload']),
  least: z.int(),
  most: z.int(),
  mean: z.number(),
  /** How far the territory that is furthest off is from an equal share. */
  imbalanceBp: basisPoints,
  /** No division into as many territories, contiguous or not, has a smaller imbalance on this measure. */
  lowestPossibleBp: basisPoints,
});

/** How good a proposal is. */
export const alignmentQualitySchema = erase(
  z.object({
    measures: z.array(measureQualitySchema),
    /** That of the growth which was improved: the worse of the measures. */
    initialImbalanceBp: basisPoints,
    edges: z.int(),
    /** Edges between units of different territories: the fewer, the more compact. */
    cutEdges: z.int(),
    /** Units that were handed over on the way. */
    moves: z.int(),
  }),
);
export type AlignmentQuality = TypeOf<typeof alignmentQualitySchema>;

export const alignmentSchema = erase(
  z.object({
    alignmentId: z.uuid(),
    modelId: z.uuid(),
    modelCode: code,
    territories: z.int(),
    units: z.int(),
    seed: z.int(),
    /** Null until the job is done. */
    quality: alignmentQualitySchema.nullable(),
  }),
);
export type Alignment = TypeOf<typeof alignmentSchema>;

/** A proposed territory with what it holds. */
export const alignedTerritorySchema = erase(
  z.object({
    code,
    name,
    potential: z.int(),
    workload: z.int(),
    unitCodes: z.array(code),
  }),
);
export type AlignedTerritory = TypeOf<typeof alignedTerritorySchema>;

export const startAlignment = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/alignments',
  permission: 'territory:write',
  status: 202,
  summary: {
    en: 'Propose balanced, contiguous territories as a planning model',
    zh: '生成均衡且连片的区域方案',
  },
  problems: ['MODEL_CODE_TAKEN'],
  bodyLimit: 8 * 1024 * 1024,
  body: alignmentDraftSchema,
  answer: z.object({ alignmentId: z.uuid(), modelId: z.uuid(), jobId: z.string() }),
});

const params = z.strictObject({ alignmentId: z.uuid() });

export const getAlignment = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/alignments/:alignmentId',
  permission: 'territory:read',
  summary: { en: 'A proposal, with how good it is', zh: '均衡方案及其质量' },
  problems: ['ALIGNMENT_NOT_FOUND'],
  params,
  answer: alignmentSchema,
});

export const listAlignedTerritories = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/alignments/:alignmentId/territories',
  permission: 'territory:read',
  summary: { en: 'The territories of a proposal', zh: '均衡方案中的区域' },
  problems: ['ALIGNMENT_NOT_FOUND'],
  params,
  query: z.strictObject(pageFields),
  answer: pageOf(alignedTerritorySchema),
});

/** Input and result of the job that makes a proposal. */
export const alignmentJobSchema = erase(params);
export type AlignmentJob = TypeOf<typeof alignmentJobSchema>;
export const alignmentOutcomeSchema = erase(z.object({ alignmentId: z.uuid(), filled: z.boolean() }));
export type AlignmentOutcome = TypeOf<typeof alignmentOutcomeSchema>;
