import type { ClientBase, Pool } from 'pg';

/**
 * Counts an attempt before it is made, outside any transaction: a message that kills the process leaves no other trace.
 *
 * @returns which attempt this is.
 */
export async function countAttempt(pool: Pool, consumer: string, eventId: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `insert into attempt as a (consumer, event_id, count) values ($1, $2, 1)
     on conflict (consumer, event_id) do update set count = a.count + 1 returning count`,
    [consumer, eventId],
  );
  return rows[0]?.count ?? 1;
}

/** Forgets the attempts of events that are settled. */
export async function forgetAttempts(
  client: ClientBase,
  consumer: string,
  eventIds: readonly string[],
): Promise<void> {
  await client.query('delete from attempt where consumer = $1 and event_id = any($2::uuid[])', [
    consumer,
    eventIds,
  ]);
}
