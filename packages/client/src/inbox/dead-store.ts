import type { ClientBase, Pool } from 'pg';
import type { Tables } from './inbox.js';
import type { Owner } from './store.js';

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
    error.replaceAll('\0', '\uFFFD').slice(0, 4_000),
  ]);
}
