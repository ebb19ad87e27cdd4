import { z } from 'zod';
import { type Page, type PageQuery, pageFields, pageOf } from './page.js';
import { defineRoute } from './route.js';

/** Why an event was put aside: it is none, its handler failed, the process died of it, or it follows one that was put aside. */
export type DeadLetterReason = 'invalid' | 'failed' | 'crashed' | 'quarantined';

/** What has become of a dead letter. */
export type DeadLetterState = 'waiting' | 'replayed' | 'discarded';

/** Which event a letter is, as far as that can be told: of a message that is no event it may not be. */
export interface LetterRef {
  readonly id: string;
  readonly eventId: string;
  readonly type: string | null;
  readonly aggregateType: string | null;
  readonly aggregateId: string | null;
  readonly aggregateVersion: number | null;
}

/** An event that a service has put aside. */
export interface DeadLetterSummary extends LetterRef {
  readonly source: string;
  readonly streamSequence: number;
  readonly reason: DeadLetterReason;
  readonly error: string;
  readonly failureGroup: string;
  readonly attempts: number;
  /** How often it was tried again, counted before each try. */
  readonly replays: number;
  readonly state: DeadLetterState;
  readonly createdAt: string;
  readonly settledAt: string | null;
  readonly settledBy: string | null;
  readonly note: string | null;
}

/** All that is kept of a dead letter. */
export interface DeadLetterDetail extends DeadLetterSummary {
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly payloadEncoding: 'utf8' | 'base64';
}

/** Which dead letters to list; everything that is given must match. */
export interface DeadLetterQuery extends PageQuery {
  readonly state?: DeadLetterState | undefined;
  readonly type?: string | undefined;
  readonly group?: string | undefined;
  readonly reason?: DeadLetterReason | undefined;
  readonly aggregateType?: string | undefined;
  readonly aggregateId?: string | undefined;
  readonly source?: string | undefined;
}

/** Waiting letters whose failures are likely to have one cause. */
export interface DeadLetterGroup {
  readonly group: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly exampleId: string;
}

/** Which letters an operation is about. */
export type LetterSelection =
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  | { readonly by: 'type'; readonly type: string }
  | { readonly by: 'group'; readonly group: string }
  | { readonly by: 'aggregate'; readonly aggregateType: string; readonly aggregateId: string }
  | { readonly by: 'all' };

/** What a replay takes. */
export interface ReplayRequest {
  readonly select: LetterSelection;
  /** Says what would happen and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Most letters in one call. Default 100. */
  readonly limit?: number | undefined;
  readonly ratePerSecond?: number | undefined;
  /** `next` of the answer before, to go on. */
  readonly cursor?: string | undefined;
}

/** What a replay has done with one letter. */
export interface ReplayOutcome extends LetterRef {
  readonly outcome: 'replayed' | 'failed' | 'would_replay';
  readonly error: string | null;
}

/** What became of the letters of a replay. */
export interface ReplayAnswer {
  readonly dryRun: boolean;
  /** Letters that were selected as the call began, with all that wait in their aggregates. */
  readonly matching: number;
  readonly replayed: number;
  readonly failed: number;
  /** Letters behind one that failed in this call. */
  readonly held: number;
  readonly outcomes: readonly ReplayOutcome[];
  /** Where to go on when the limit or the time was up; null when nothing is left to try. */
  readonly next: string | null;
}

/** What discarding takes. */
export interface DiscardRequest {
  readonly select: LetterSelection;
  readonly dryRun?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Why: it is kept with each letter. */
  readonly note: string;
}

/** What was discarded, or would be. */
export interface DiscardAnswer {
  readonly dryRun: boolean;
  readonly matching: number;
  readonly letters: readonly LetterRef[];
}

/** The most letters that one call changes. */
export const LETTER_CAP = 1000;

const text = z.string().min(1).max(500);
const rowId = z.string().regex(/^[1-9]\d{0,17}$/);
const reason = z.enum(['invalid', 'failed', 'crashed', 'quarantined']);
const state = z.enum(['waiting', 'replayed', 'discarded']);

const refFields = {
  id: rowId,
  eventId: z.uuid(),
  type: z.string().nullable(),
  aggregateType: z.string().nullable(),
  aggregateId: z.string().nullable(),
  aggregateVersion: z.int().nullable(),
};

/** The schema of {@link LetterRef}. */
export const letterRefSchema: z.ZodType<LetterRef> = z.object(refFields);

const summaryFields = {
  ...refFields,
  source: z.string(),
  streamSequence: z.int(),
  reason,
  error: z.string(),
  failureGroup: z.string(),
  attempts: z.int(),
  replays: z.int(),
  state,
  createdAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
  settledBy: z.string().nullable(),
  note: z.string().nullable(),
};
const summary: z.ZodType<DeadLetterSummary> = z.object(summaryFields);
const detail: z.ZodType<DeadLetterDetail> = z.object({
  ...summaryFields,
  subject: z.string(),
  headers: z.record(z.string(), z.string()),
  payload: z.string(),
  payloadEncoding: z.enum(['utf8', 'base64']),
});
const group: z.ZodType<DeadLetterGroup> = z.object({
  group: z.string(),
  count: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  exampleId: rowId,
});

/** The schema of {@link LetterSelection}. */
export const letterSelectionSchema: z.ZodType<LetterSelection> = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('ids'), ids: z.array(rowId).min(1).max(200) }),
    z.strictObject({ by: z.literal('type'), type: text }),
    z.strictObject({ by: z.literal('group'), group: text }),
    z.strictObject({ by: z.literal('aggregate'), aggregateType: text, aggregateId: text }),
    z.strictObject({ by: z.literal('all') }),
  ])
  .meta({ examples: [{ by: 'ids', ids: ['17'] }, { by: 'aggregate', aggregateType: 'partner', aggregateId: 'p-1' }] }); // prettier-ignore

const limit = z.int().min(1).max(LETTER_CAP).optional();

/** The fields of every request that changes letters. */
export const changeFields = { select: letterSelectionSchema, dryRun: z.boolean().optional(), limit };

/** How fast, at most: per second. */
export const rateSchema: z.ZodType<number | undefined> = z.number().min(0.1).max(10_000).optional();

const replayRequest: z.ZodType<ReplayRequest> = z.strictObject({
  ...changeFields,
  ratePerSecond: rateSchema,
  cursor: pageFields.cursor,
});
const replayAnswer: z.ZodType<ReplayAnswer> = z.object({
  dryRun: z.boolean(),
  matching: z.int(),
  replayed: z.int(),
  failed: z.int(),
  held: z.int(),
  outcomes: z.array(
    z.object({
      ...refFields,
      outcome: z.enum(['replayed', 'failed', 'would_replay']),
      error: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
const discardRequest: z.ZodType<DiscardRequest> = z.strictObject({ ...changeFields, note: text });

/** The answer to what discards. */
export const discardAnswerSchema: z.ZodType<DiscardAnswer> = z.object({
  dryRun: z.boolean(),
  matching: z.int(),
  letters: z.array(letterRefSchema),
});

const query: z.ZodType<DeadLetterQuery> = z.strictObject({
  ...pageFields,
  state: state.optional(),
  type: text.optional(),
  group: text.optional(),
  reason: reason.optional(),
  aggregateType: text.optional(),
  aggregateId: text.optional(),
  source: text.optional(),
});
const page: z.ZodType<Page<DeadLetterSummary>> = pageOf(summary);
const groupPage: z.ZodType<Page<DeadLetterGroup>> = pageOf(group);

/** Lists dead letters, oldest first. */
export const listDeadLetters = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/dead-letters',
  permission: 'platform:read',
  summary: { en: 'Events that the service has put aside', zh: '死信列表' },
  query,
  answer: page,
});

/** Shows one dead letter with its payload and headers. */
export const getDeadLetter = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/dead-letters/:letterId',
  permission: 'platform:read',
  summary: { en: 'An event that was put aside, with its payload', zh: '死信详情' },
  params: z.strictObject({ letterId: rowId }),
  answer: detail,
});

/** Lists what the waiting letters failed of, most first. */
export const listDeadLetterGroups = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/dead-letter-groups',
  permission: 'platform:read',
  summary: { en: 'What the waiting dead letters failed of', zh: '按失败原因分组的死信' },
  query: z.strictObject({ ...pageFields }),
  answer: groupPage,
});

/** Handles dead letters again, in the order of their aggregates. */
export const replayDeadLetters = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/bus/dead-letters/replay',
  permission: 'platform:operate',
  summary: { en: 'Handle dead letters again, in order', zh: '按顺序重放死信' },
  body: replayRequest,
  answer: replayAnswer,
});

/** Gives dead letters up for good. */
export const discardDeadLetters = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/bus/dead-letters/discard',
  permission: 'platform:operate',
  summary: { en: 'Give dead letters up', zh: '丢弃死信' },
  body: discardRequest,
  answer: discardAnswerSchema,
});
