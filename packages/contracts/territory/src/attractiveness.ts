import {
  basisPointsSchema,
  currencySchema,
  dateSchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);

/**
 * What makes a market attractive: its capacity (minor units), its growth (bp), its concentration (HHI: the lower the
 * better, unless bounds say otherwise) and the room that our own share leaves (10,000 bp less our share).
 */
export const attractionSchema = erase(z.enum(['capacity', 'growth', 'concentration', 'room']));
export type Attraction = TypeOf<typeof attractionSchema>;

const bound = z.int().min(-1_000_000_000_000_000).max(1_000_000_000_000_000);

/** A criterion with its weight; the weights of a policy are 10,000 bp together. */
export const attractionWeightSchema = erase(
  z.strictObject({
    criterion: attractionSchema,
    weightBp: basisPointsSchema,
    /**
     * The value that counts 0 and the value that counts 1; in between in proportion, beyond them no further. Without bounds
     * the worst and the best of the territories that are compared take their place.
     */
    bounds: z.strictObject({ worst: bound, best: bound }).optional(),
  }),
);
export type AttractionWeight = TypeOf<typeof attractionWeightSchema>;

export const attractivenessPolicySchema = erase(
  z.object({ code, version: z.int(), weights: z.array(attractionWeightSchema) }),
);
export type AttractivenessPolicy = TypeOf<typeof attractivenessPolicySchema>;

/** How attractive a territory's market is among those compared, and why. */
export const rankedTerritorySchema = erase(
  z.object({
    /** 1 is the most attractive; equal scores share a rank. */
    rank: z.int(),
    territoryCode: code,
    /** 0 to 100, with four decimals. */
    score: z.string(),
    profileId: z.uuid(),
    profileVersion: z.int(),
    policyCode: code,
    policyVersion: z.int(),
    parts: z.array(
      z.object({
        criterion: attractionSchema,
        /** Null where the profile does not say: it gives no points. */
        value: z.string().nullable(),
        /** 0 to 1, with six decimals: rounded once, half up. */
        normalised: z.string(),
        weightBp: z.int(),
      }),
    ),
  }),
);
export type RankedTerritory = TypeOf<typeof rankedTerritorySchema>;

export const putAttractivenessPolicy = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/attractiveness-policies/:code',
  permission: 'territory:profile',
  summary: {
    en: 'Set the weights by which territories are ranked; the same content again changes nothing',
    zh: '设定区域吸引力评分权重',
  },
  params: z.strictObject({ code }),
  body: z.strictObject({ weights: z.array(attractionWeightSchema).min(1).max(4) }),
  answer: attractivenessPolicySchema,
});

export const getAttractivenessPolicy = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/attractiveness-policy',
  permission: 'territory:read',
  summary: { en: 'The weights in force', zh: '当前区域吸引力评分权重' },
  problems: ['NO_ATTRACTIVENESS_POLICY'],
  answer: attractivenessPolicySchema,
});

export const rankTerritories = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/attractiveness',
  permission: 'territory:read',
  summary: { en: 'Territories by the attractiveness of their markets', zh: '区域吸引力排名' },
  problems: ['NO_ATTRACTIVENESS_POLICY', 'PROFILE_CURRENCY_NEEDED'],
  query: z.strictObject({
    ...pageFields,
    /** By the profiles valid on this day; without one, today. */
    on: dateSchema.optional(),
    /** Only the territories directly below this one in the active model. */
    parentCode: code.optional(),
    /** Only needed when the profiles are in several currencies: those in another are left out. */
    currency: currencySchema.optional(),
  }),
  answer: pageOf(rankedTerritorySchema),
});
