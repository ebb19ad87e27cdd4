import { z } from 'zod';
import {
  type DeadLetterDetail,
  type DeadLetterGroup,
  type DeadLetterQuery,
  type DeadLetterSummary,
  type DiscardAnswer,
  type DiscardRequest,
  type LetterRef,
  type LetterSelection,
  type ReplayAnswer,
  type ReplayRequest,
  LETTER_CAP,
} from './dead-letters.js';
import { type Page, pageFields, pageOf } from './page.js';

const text = z.string().min(1).max(500);
/** The id of a row: a whole number as text. */
export const rowIdSchema: z.ZodType<string> = z.string().regex(/^[1-9]\d{0,17}$/);
const reason = z.enum(['invalid', 'failed', 'crashed', 'quarantined']);
const state = z.enum(['waiting', 'replayed', 'discarded']);

const refFields = {
  id: rowIdSchema,
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
/** The schema of {@link DeadLetterDetail}. */
export const deadLetterDetailSchema: z.ZodType<DeadLetterDetail> = z.object({
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
  exampleId: rowIdSchema,
});

/** The schema of {@link LetterSelection}. */
export const letterSelectionSchema: z.ZodType<LetterSelection> = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('ids'), ids: z.array(rowIdSchema).min(1).max(200) }),
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

/** Body of a replay. */
export const replayRequestSchema: z.ZodType<ReplayRequest> = z.strictObject({
  ...changeFields,
  ratePerSecond: rateSchema,
  cursor: pageFields.cursor,
});
/** What a replay answers. */
export const replayAnswerSchema: z.ZodType<ReplayAnswer> = z.object({
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
/** Body of what discards. */
export const discardRequestSchema: z.ZodType<DiscardRequest> = z.strictObject({
  ...changeFields,
  note: text,
});

/** The answer to what discards. */
export const discardAnswerSchema: z.ZodType<DiscardAnswer> = z.object({
  dryRun: z.boolean(),
  matching: z.int(),
  letters: z.array(letterRefSchema),
});

/** The schema of {@link DeadLetterQuery}. */
export const deadLetterQuerySchema: z.ZodType<DeadLetterQuery> = z.strictObject({
  ...pageFields,
  state: state.optional(),
  type: text.optional(),
  group: text.optional(),
  reason: reason.optional(),
  aggregateType: text.optional(),
  aggregateId: text.optional(),
  source: text.optional(),
});
/** A page of dead letters. */
export const deadLetterPageSchema: z.ZodType<Page<DeadLetterSummary>> = pageOf(summary);
/** A page of groups. */
export const deadLetterGroupPageSchema: z.ZodType<Page<DeadLetterGroup>> = pageOf(group);
