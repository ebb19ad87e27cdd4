import type { StoredMsg } from '@nats-io/jetstream';
import { type PublishedEvent, fromHeaders } from '@quyu/contract-kit';
import type { Pool } from 'pg';
import { storablePayload } from '../books/dead-letters.js';
import { CALL_BUDGET_MS, type OperateContext } from './operate-context.js';
import { type OwnStream, openOwnStream } from './own-stream.js';

/** Clocks of those who make an event and of the broker may differ by so much, in milliseconds. */
const SKEW_MS = 2_000;
/** Messages that are read at the same time. */
const AT_ONCE = 64;

/** Finds an event of a service: by its sequence in the stream, or by its id in the outbox, among what is parked, or in the stream. */
export async function findEvent(event: string, context: OperateContext): Promise<PublishedEvent | undefined> {
  if (!event.includes('-')) {
    const stream = await openOwnStream(context);
    const message = await stream?.get(Number(event));
    return message && viewOf(message);
  }
  const id = event.toLowerCase();
  const unpublished = await findUnpublished(context.pool, id);
  if (unpublished) return unpublished;
  const stream = await openOwnStream(context);
  const message = stream && (await findInStream(stream, id));
  return message && viewOf(message);
}

/**
 * Looks for an event in a stream by its id, a UUIDv7, which tells when it was made: a search by halves finds the first message that
 * was stored after that, and from there on one after the other is read, for as long as a call may take.
 */
export async function findInStream(stream: OwnStream, id: string): Promise<StoredMsg | undefined> {
  const made = timeOfId(id);
  if (made === undefined) return undefined;
  const end = performance.now() + CALL_BUDGET_MS;
  let sequence = await firstStoredSince(stream, made - SKEW_MS);
  while (sequence <= stream.last && performance.now() < end) {
    const window = Array.from({ length: Math.min(AT_ONCE, stream.last - sequence + 1) }, (_, index) =>
      stream.get(sequence + index),
    );
    const found = (await Promise.all(window)).find((message) => message?.header.get('ce-id') === id);
    if (found) return found;
    sequence += window.length;
  }
  return undefined;
}

/** Milliseconds since 1970 at which a UUIDv7 was made; undefined for any other id. */
export function timeOfId(id: string): number | undefined {
  if (!/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id)) return undefined;
  return Number.parseInt(id.slice(0, 13).replace('-', ''), 16);
}

async function firstStoredSince(stream: OwnStream, ms: number): Promise<number> {
  let low = stream.first;
  let high = stream.last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const message = await nextFrom(stream, middle, high);
    if (message && message.time.getTime() < ms) low = message.seq + 1;
    else high = middle;
  }
  return low;
}

/** The first message at or after a sequence: some may have been deleted. */
async function nextFrom(stream: OwnStream, from: number, end: number): Promise<StoredMsg | undefined> {
  for (let sequence = from; sequence < end; sequence += 1) {
    const message = await stream.get(sequence);
    if (message) return message;
  }
  return undefined;
}

/** The headers of a stored message that are not the broker's own. */
export function headersOf(message: StoredMsg): Record<string, string> {
  return Object.fromEntries([...message.header.keys()].map((name) => [name, message.header.get(name)]));
}

/** A stored message as it is shown, event or not. */
export function viewOf(message: StoredMsg): PublishedEvent {
  const { text, encoding } = storablePayload(message.data);
  return {
    place: 'stream',
    sequence: message.seq,
    storedAt: message.time.toISOString(),
    subject: message.subject,
    ...attributesOf(message),
    headers: headersOf(message),
    payload: text,
    payloadEncoding: encoding,
    reason: null,
  };
}

type Attributes = Pick<
  PublishedEvent,
  'eventId' | 'type' | 'aggregateType' | 'aggregateId' | 'aggregateVersion'
>;

/** What the headers say; nothing when they are not those of an event. */
export function attributesOf(message: StoredMsg): Attributes {
  try {
    const { id, type, aggregateType, aggregateId, aggregateVersion } = fromHeaders((name) =>
      message.header.get(name),
    );
    return { eventId: id, type, aggregateType, aggregateId, aggregateVersion };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { eventId: null, type: null, aggregateType: null, aggregateId: null, aggregateVersion: null };
  }
}

async function findUnpublished(pool: Pool, id: string): Promise<PublishedEvent | undefined> {
  const columns = `event_id as "eventId", type, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
    aggregate_version::float8 as "aggregateVersion", payload`;
  const { rows } = await pool.query<Attributes & Pick<PublishedEvent, 'place' | 'payload' | 'reason'>>(
    `select 'outbox' as place, null as reason, ${columns} from outbox where event_id = $1
     union all select 'parked', reason, ${columns} from outbox_parked where event_id = $1 limit 1`,
    [id],
  );
  const [row] = rows;
  if (!row) return undefined;
  return { ...row, sequence: null, storedAt: null, subject: null, headers: {}, payloadEncoding: 'utf8' };
}
