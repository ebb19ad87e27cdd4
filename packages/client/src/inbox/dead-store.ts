import type { ClientBase, Pool } from 'pg';
import type { DeadLetter } from '../dead-letter.js';
import { aggregateOf } from './aggregate.js';
import type { Tables } from './inbox.js';
import type { Buried } from './plan-batch.js';
import type { Owner } from './store.js';

const ERROR_LIMIT = 4_000;

/** An event was to wait behind a dead letter that has been replayed by now: everything must be looked at again. */
export class QuarantineLiftedError extends Error {
  override readonly name = 'QuarantineLiftedError';

  constructor() {
    super('a dead letter was replayed meanwhile');
  }
}

/**
 * Puts an event aside, with everything that is needed to look into it and to replay it.
 *
 * @throws QuarantineLiftedError
 */
export async function bury(
  client: ClientBase,
  { tables, durable, source }: Owner,
  { received, letter }: Buried,
): Promise<void> {
  const aggregate = aggregateOf(received);
  const type = received.ok ? received.envelope.type : received.claims.type;
  const { rowCount } = await client.query(
    `insert into ${tables.deadLetter} (durable, event_id, source, subject, stream_sequence, type, aggregate_type,
       aggregate_id, payload, headers, reason, error, attempts)
     select $1, $2::uuid, $3, $4, $5::int8, $6, $7, $8, $9::bytea, $10::jsonb, $11, $12, $13::int
     where $11 <> 'quarantined' or exists (select from ${tables.deadLetter} d
       where d.durable = $1 and d.source = $3 and d.aggregate_type = $7 and d.aggregate_id = $8)
     on conflict (durable, event_id) do update set error = excluded.error`,
    [
      durable, received.eventId, source, storable(letter.subject), letter.streamSequence, type,
      aggregate?.aggregateType, aggregate?.aggregateId, Buffer.from(letter.data), storableHeaders(letter),
      letter.reason, storable(letter.error).slice(0, ERROR_LIMIT), letter.attempts,
    ],
  ); // prettier-ignore
  if (rowCount === 0) throw new QuarantineLiftedError();
}

/** Postgres keeps no NUL in text, nor half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

function storableHeaders({ headers }: Pick<DeadLetter, 'headers'>): string {
  const entries = Object.entries(headers).map(([name, value]) => [storable(name), storable(value)]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** A dead letter as it is kept. */
export interface DeadRow {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly streamSequence: string;
  readonly payload: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** The next dead letter after one, in the order in which they were put aside. */
export async function nextDead(
  pool: Pool,
  { deadLetter }: Tables,
  durable: string,
  after: string,
  aggregateId: string | undefined,
): Promise<DeadRow | undefined> {
  const { rows } = await pool.query<DeadRow>(
    `select id, source, subject, stream_sequence as "streamSequence", payload, headers from ${deadLetter}
     where durable = $1 and id > $2 and ($3::text is null or aggregate_id = $3) order by id limit 1`,
    [durable, after, aggregateId ?? null],
  );
  return rows[0];
}

/**
 * Takes a dead letter out. The lock of the lane keeps the subscription from deciding at the same moment that a later event
 * must wait behind it.
 *
 * @returns false when somebody else has.
 */
export async function takeDead(
  client: ClientBase,
  { tables, durable, source }: Owner,
  id: string,
): Promise<boolean> {
  await client.query(`select from ${tables.lane} where name = $1 for update`, [`${source}/${durable}`]);
  const { rowCount } = await client.query(`delete from ${tables.deadLetter} where id = $1`, [id]);
  return rowCount === 1;
}

/** Notes that a dead letter failed again. */
export async function noteFailure(
  pool: Pool,
  { deadLetter }: Tables,
  id: string,
  error: string,
): Promise<void> {
  await pool.query(`update ${deadLetter} set attempts = attempts + 1, error = $2 where id = $1`, [
    id,
    storable(error).slice(0, ERROR_LIMIT),
  ]);
}
