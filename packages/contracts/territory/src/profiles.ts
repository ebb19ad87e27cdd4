import {
  basisPointsSchema,
  bulkSummarySchema,
  dateSchema,
  defineRoute,
  erase,
  instantSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { amountSchema } from './market-amounts.js';

const code = z.string().min(1).max(64);
const profileId = z.uuid();
const competitor = z.strictObject({ name: z.string().min(1).max(200), shareBp: basisPointsSchema });

/** What is known of a territory's market while the profile is valid. */
const draftFields = {
  validFrom: dateSchema,
  /** The last day; without one the profile is valid until it is ended. */
  validTo: dateSchema.optional(),
  /** What the whole market buys in a year, from anybody. */
  capacity: amountSchema,
  /** Growth of the capacity in a year, in basis points; negative where it shrinks. */
  growthBp: z.int().min(-10_000).max(100_000),
  /** Our own share as research found it. */
  ownShareBp: basisPointsSchema.optional(),
  /** With their shares, which together with ours are at most the whole. */
  competitors: z.array(competitor).max(200),
  habits: z.array(z.string().min(1).max(500)).max(50),
  policyNotes: z.string().max(4000),
};

/** A market profile to record. */
export const profileDraftSchema = erase(z.strictObject({ territoryCode: code, ...draftFields }));
export type ProfileDraft = TypeOf<typeof profileDraftSchema>;

/** What is known of a market, with its concentration. Every version is kept; the latest has no `replacedAt`. */
export const profileSchema = erase(
  z.object({
    profileId,
    version: z.int(),
    territoryCode: code,
    validFrom: dateSchema,
    validTo: dateSchema.nullable(),
    capacity: moneySchema,
    growthBp: z.int(),
    ownShareBp: z.int().nullable(),
    competitors: z.array(z.object({ name: z.string(), shareBp: z.int() })),
    habits: z.array(z.string()),
    policyNotes: z.string(),
    /** Herfindahl-Hirschman index of the known shares, 0 to 10,000: whoever is not named counts as many tiny firms. */
    hhi: z.int(),
    /** The same if all who are not named were one firm: the index is between the two. */
    hhiAtMost: z.int(),
    recordedBy: z.string(),
    recordedAt: instantSchema,
    replacedAt: instantSchema.nullable(),
  }),
);
export type MarketProfile = TypeOf<typeof profileSchema>;

const write = 'territory:profile';
const read = 'territory:read';
const params = z.strictObject({ profileId });

export const addProfile = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/market-profiles',
  permission: write,
  status: 201,
  summary: { en: 'Record the market profile of a territory', zh: '登记区域市场概况' },
  problems: ['PROFILE_OVERLAP'],
  body: profileDraftSchema,
  answer: profileSchema,
});

export const addProfiles = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/market-profiles/bulk',
  permission: write,
  summary: { en: 'Record the market profiles of many territories', zh: '批量登记区域市场概况' },
  body: profileDraftSchema,
  answer: bulkSummarySchema,
});

export const correctProfile = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/market-profiles/:profileId/correction',
  permission: write,
  ifMatch: true,
  summary: {
    en: 'Correct a market profile, or end it; the version before is kept',
    zh: '更正或终止市场概况(保留历史版本)',
  },
  problems: ['PROFILE_NOT_FOUND', 'PROFILE_OVERLAP'],
  params,
  body: z.strictObject(draftFields),
  answer: profileSchema,
});

export const listProfiles = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/market-profiles',
  permission: read,
  summary: { en: 'Market profiles', zh: '市场概况列表' },
  query: z.strictObject({
    ...pageFields,
    territoryCode: code.optional(),
    /** Valid on this day. */
    on: dateSchema.optional(),
  }),
  answer: pageOf(profileSchema),
});

export const listProfileVersions = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/market-profiles/:profileId/versions',
  permission: read,
  summary: { en: 'A market profile as it is and as it was, the latest first', zh: '市场概况的历史版本' },
  problems: ['PROFILE_NOT_FOUND'],
  params,
  query: z.strictObject(pageFields),
  answer: pageOf(profileSchema),
});
