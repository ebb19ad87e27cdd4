import type { Pool } from 'pg';
import type { Statement } from '../../database/run-together.js';

/**
 * Counts attempts before they are made, outside any transaction: a message that kills the process leaves no other trace. An event that
 * is there twice, because its stream was replayed, counts once.
 *
 * @returns which attempt it is of each.
 */
export async function countAttempts(
  pool: Pool,
  consumer: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ id: string; count: number }>(
    `insert into attempt as a (consumer, event_id, count) select distinct $1, id, 1 from unnest($2::uuid[]) as e (id)
     on conflict (consumer, event_id) do update set count = a.count + 1 returning event_id as id, count`,
    [consumer, eventIds],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** How many attempts have been counted of each that nobody has survived yet, or that failed; others are left out. */
export async function findAttempts(
  pool: Pool,
  consumer: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const text = 'select event_id as id, count from attempt where consumer = $1 and event_id = any($2::uuid[])';
  const { rows } = await pool.query<{ id: string; count: number }>(text, [consumer, eventIds]);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** What forgets the attempts of events that are settled. */
export function forgetAttempts(consumer: string, eventIds: readonly string[]): Statement {
  return {
    text: 'delete from attempt where consumer = $1 and event_id = any($2::uuid[])',
    values: [consumer, eventIds],
  };
}
