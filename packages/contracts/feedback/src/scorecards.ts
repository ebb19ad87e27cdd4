import {
  basisPointsSchema, defineRoute, erase, jobAcceptedSchema, pageFields, pageOf, type TypeOf, z,
} from '@quyu/contract-kit'; // prettier-ignore

const code = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case')
  .max(64);
const year = z.int().min(1900).max(2200);

/** A fact of a partner's year. `growth` is against the year before; without sales then, it is neutral. */
export const scoreFactSchema = erase(z.enum(['sales', 'growth', 'orders', 'product-groups']));
export type ScoreFact = TypeOf<typeof scoreFactSchema>;

/** An indicator and its weight; the weights of a scorecard sum to 10,000. Each counts as percent rank. */
export const scoreIndicatorSchema = erase(
  z.strictObject({ fact: scoreFactSchema, weightBp: basisPointsSchema }),
);
export type ScoreIndicator = TypeOf<typeof scoreIndicatorSchema>;

/** A grade from a score (0 to 100) on. The lowest band starts at 0. */
export const gradeBandSchema = erase(
  z.strictObject({ grade: z.string().min(1).max(8), from: z.int().min(0).max(100) }),
);
export type GradeBand = TypeOf<typeof gradeBandSchema>;

export const actionKindSchema = erase(z.enum(['grow', 'exit-review']));
export type ActionKind = TypeOf<typeof actionKindSchema>;

/** Recommends an action for a grade, by this year's sales as a share of last year's; without any last year, none. */
export const actionRuleSchema = erase(
  z.strictObject({
    kind: actionKindSchema,
    grade: z.string().min(1).max(8),
    salesRatioAtLeastBp: z.int().min(0).optional(),
    salesRatioAtMostBp: z.int().min(0).optional(),
  }),
);
export type ActionRule = TypeOf<typeof actionRuleSchema>;

const terms = {
  name: z.string().min(1).max(200),
  indicators: z.array(scoreIndicatorSchema).min(1).max(20),
  bands: z.array(gradeBandSchema).min(1).max(20),
  actions: z.array(actionRuleSchema).max(20),
};

export const scorecardDraftSchema = erase(z.strictObject(terms));
export type ScorecardDraft = TypeOf<typeof scorecardDraftSchema>;

export const scorecardSchema = erase(z.object({ code, version: z.int(), ...terms }));
export type Scorecard = TypeOf<typeof scorecardSchema>;

/** One indicator of a score: the fact's value, its percent rank and the points it gave. */
export const scorePartSchema = erase(
  z.object({
    fact: scoreFactSchema,
    value: z.string().nullable(),
    /** Percent rank, as an exact fraction `below/others`; null where the neutral 0.5 was taken. */
    rank: z.string().nullable(),
    weightBp: z.int(),
  }),
);
export type ScorePart = TypeOf<typeof scorePartSchema>;

/** A partner's score of a year: 0 to 100 with four decimals, for show; grades are decided on the exact fraction. */
export const scoreSchema = erase(
  z.object({
    partnerId: z.uuid(),
    partnerCode: z.string(),
    year,
    score: z.string(),
    grade: z.string(),
    position: z.int(),
    parts: z.array(scorePartSchema),
    scorecardCode: code,
    scorecardVersion: z.int(),
  }),
);
export type Score = TypeOf<typeof scoreSchema>;

export const recommendationSchema = erase(
  z.object({
    partnerId: z.uuid(),
    partnerCode: z.string(),
    year,
    kind: actionKindSchema,
    grade: z.string(),
    reason: z.string(),
  }),
);
export type Recommendation = TypeOf<typeof recommendationSchema>;

/** A scorecard's year: what an evaluation is of. */
export const scorecardYearSchema = erase(z.strictObject({ code, year }));
export type ScorecardYear = TypeOf<typeof scorecardYearSchema>;

/** What an evaluation came to: the result of its job. */
export const evaluationSchema = erase(
  z.object({
    scored: z.int(),
    recommended: z.int(),
    /** Scores and recommendations that are new, other than before, or gone. */
    changed: z.int(),
    /** True when a later evaluation of the same scorecard and year took over. */
    superseded: z.boolean(),
  }),
);
export type Evaluation = TypeOf<typeof evaluationSchema>;

const params = z.strictObject({ code });

export const putScorecard = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/scorecards/:code',
  permission: 'feedback:policy',
  summary: { en: 'Set a scorecard; a change makes a new version', zh: '设定考核表' },
  problems: ['SCORECARD_INVALID'],
  params,
  body: scorecardDraftSchema,
  answer: scorecardSchema,
});

export const startEvaluation = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/scorecards/:code/evaluations',
  permission: 'feedback:evaluate',
  status: 202,
  summary: { en: 'Score every partner with sales in a year', zh: '对年度内有销售的伙伴进行考核' },
  problems: ['SCORECARD_NOT_FOUND'],
  params,
  body: z.strictObject({ year }),
  answer: jobAcceptedSchema,
});

export const listScores = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/scorecards/:code/scores',
  permission: 'feedback:read',
  summary: { en: 'Scores of a year, best first', zh: '年度考核结果' },
  problems: ['SCORECARD_NOT_FOUND'],
  params,
  query: z.strictObject({ ...pageFields, year, grade: z.string().max(8).optional() }),
  answer: pageOf(scoreSchema),
});

export const listRecommendations = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/scorecards/:code/recommendations',
  permission: 'feedback:read',
  summary: { en: 'Recommended actions of a year', zh: '年度建议措施' },
  problems: ['SCORECARD_NOT_FOUND'],
  params,
  query: z.strictObject({ ...pageFields, year, kind: actionKindSchema.optional() }),
  answer: pageOf(recommendationSchema),
});
