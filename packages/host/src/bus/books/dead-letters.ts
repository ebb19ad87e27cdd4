import type { Statement } from '../../database/run-together.js';
import type { Claims, Received } from '@quyu/lane';
import type { Lane } from '../lanes/lanes.js';

/** Why an event was put aside. */
export type DeadReason =
  /** It is no event that this service could handle. */
  | 'invalid'
  /** Its handler failed as often as it may. */
  | 'failed'
  /** The process died as often as it may while it was tried. */
  | 'crashed'
  /** It follows a dead letter of its aggregate. */
  | 'quarantined';

/** An event that is put aside. */
export interface DeadLetter {
  readonly message: Received;
  readonly reason: DeadReason;
  readonly error: string;
  readonly attempts: number;
}

/** What is known of the event a dead letter is about. */
export function claimsOf(message: Received): Claims {
  return message.ok ? message.envelope : message.claims;
}

/** Longer messages are cut: they come from anywhere. */
const ERROR_LIMIT = 4_000;

/**
 * A name for failures that are likely to have one cause, so that they can be replayed together: the type and the first
 * line of the error, without the numbers and ids in it.
 */
export function failureGroup(type: string | undefined, error: string): string {
  const line = (error.split('\n', 1)[0] ?? '')
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, '#')
    .replaceAll(/(["'`]).*?\1/g, '#')
    .replaceAll(/\d+/g, '#');
  return `${type ?? 'unknown'}: ${line}`.slice(0, 200);
}

/** A payload as text that Postgres can keep, which knows no NUL. */
export function storablePayload(data: Uint8Array): {
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
} {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const text = bytes.toString('utf8');
  const isText = !text.includes('\0') && Buffer.from(text, 'utf8').equals(bytes);
  return isText ? { text, encoding: 'utf8' } : { text: bytes.toString('base64'), encoding: 'base64' };
}

/** What puts an event aside, with everything that is needed to look into it and to replay it. */
export function bury(lane: Lane, letter: DeadLetter): Statement {
  const { message, reason, attempts } = letter;
  const { raw } = message;
  const claims = claimsOf(message);
  const payload = storablePayload(raw.data);
  const error = storable(letter.error).slice(0, ERROR_LIMIT);
  const values = [
    lane.consumer, message.eventId, lane.source, storable(raw.subject), raw.streamSequence,
    claims.type, claims.aggregateType, claims.aggregateId, claims.aggregateVersion,
    payload.text, payload.encoding, JSON.stringify(raw.headers()),
    reason, error, failureGroup(claims.type, error), attempts,
  ]; // prettier-ignore
  return { text: BURY, values };
}

const BURY = `
  insert into dead_letter (consumer, event_id, source, subject, stream_sequence, type, aggregate_type, aggregate_id,
    aggregate_version, payload, payload_encoding, headers, reason, error, failure_group, attempts)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  on conflict (consumer, event_id) do nothing`;

/** Postgres keeps no NUL in text, nor half a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
