import {
  basisPointsSchema,
  dateSchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const name = z.string().min(1).max(200);
const objectiveId = z.uuid();

/**
 * What an objective is measured by, and its unit:
 * - `market-share` in bp: sales of the last four whole quarters against the capacity of the territory's profile;
 * - `new-channels`, a count: partners enrolled since the objective started;
 * - `channel-score` in hundredths of a point: mean of the latest scores of the territory's partners;
 * - `brand-awareness` and `satisfaction` in bp: no event feeds them yet.
 */
export const indicatorSchema = erase(
  z.enum(['market-share', 'new-channels', 'channel-score', 'brand-awareness', 'satisfaction']),
);
export type Indicator = TypeOf<typeof indicatorSchema>;

const target = z.int().min(1).max(1_000_000_000);
const stageDraft = z.strictObject({ name, dueOn: dateSchema, target, ownerCode: code.optional() });

const draftFields = {
  name,
  territoryCode: code,
  indicator: indicatorSchema,
  /** Code of the person who answers for it. */
  ownerCode: code,
  startsOn: dateSchema,
  /** On track is who has made at least this much of the progress due by now; 9,000 bp when it is not given. */
  toleranceBp: basisPointsSchema.optional(),
  /** In the order of their dates; no stage asks for less than the one before. */
  stages: z.array(stageDraft).min(1).max(24),
};

/** A market objective to set. */
export const objectiveDraftSchema = erase(z.strictObject({ code, ...draftFields }));
export type ObjectiveDraft = TypeOf<typeof objectiveDraftSchema>;

/** `not-fed`: no event says anything of the indicator yet. `no-data`: one does, but not of this territory. */
export const objectiveStatusSchema = erase(
  z.enum(['not-started', 'on-track', 'at-risk', 'met', 'missed', 'not-fed', 'no-data']),
);
export type ObjectiveStatus = TypeOf<typeof objectiveStatusSchema>;

/** A stage with how it stands: measured on its due date, or today while that is to come. */
export const stageSchema = erase(
  z.object({
    name,
    dueOn: dateSchema,
    target: z.int(),
    ownerCode: code,
    status: objectiveStatusSchema,
    measuredOn: dateSchema,
    value: z.int().nullable(),
    /** What would be on the line from the stage before to this one on that day. */
    expected: z.int(),
  }),
);

export const objectiveSchema = erase(
  z.object({
    objectiveId,
    version: z.int(),
    code,
    name,
    territoryCode: code,
    indicator: indicatorSchema,
    ownerCode: code,
    startsOn: dateSchema,
    toleranceBp: z.int(),
    /** That of the stage under way, or of the last one when all are over. */
    status: objectiveStatusSchema,
    /** Types of the events that the numbers come from; none feeds the indicator yet where this is empty. */
    fedBy: z.array(z.string()),
    /** What was measured on the day it starts. */
    baseline: z.int().nullable(),
    stages: z.array(stageSchema),
  }),
);
export type Objective = TypeOf<typeof objectiveSchema>;

const params = z.strictObject({ objectiveId });

export const setObjective = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/objectives',
  permission: 'territory:objective',
  status: 201,
  summary: { en: 'Set a market objective', zh: '设定市场目标' },
  problems: ['OBJECTIVE_CODE_TAKEN'],
  body: objectiveDraftSchema,
  answer: objectiveSchema,
});

export const changeObjective = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/objectives/:objectiveId',
  permission: 'territory:objective',
  ifMatch: true,
  summary: { en: 'Change a market objective', zh: '调整市场目标' },
  problems: ['OBJECTIVE_NOT_FOUND'],
  params,
  body: z.strictObject(draftFields),
  answer: objectiveSchema,
});

export const getObjective = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/objectives/:objectiveId',
  permission: 'territory:read',
  summary: { en: 'A market objective and how it stands', zh: '市场目标及进度' },
  problems: ['OBJECTIVE_NOT_FOUND'],
  params,
  answer: objectiveSchema,
});

export const listObjectives = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/objectives',
  permission: 'territory:read',
  summary: { en: 'Market objectives and how they stand', zh: '市场目标列表及进度' },
  query: z.strictObject({
    ...pageFields,
    territoryCode: code.optional(),
    indicator: indicatorSchema.optional(),
  }),
  answer: pageOf(objectiveSchema),
});
