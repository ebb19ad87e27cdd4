import type { Pool } from 'pg';
import { pause } from '../wake-signal.js';

/** How long events are remembered one by one. After that the position of their aggregate still tells that they are done. */
const KEEP_DAYS = 14;
/** How long what became of a dead letter can be looked up. */
const KEEP_SETTLED_DAYS = 30;
const EVERY_MS = 3_600_000;
const CHUNK = 5_000;

/** Forgets, once an hour until `over`, events that were handled long ago: little at a time, so that nobody waits for it. */
export async function pruneInboxUntil(pool: Pool, consumer: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    let forgotten = CHUNK;
    while (forgotten === CHUNK && !over.aborted) forgotten = await forgetSome(pool, consumer);
    forgotten = CHUNK;
    while (forgotten === CHUNK && !over.aborted) forgotten = await forgetLetters(pool, consumer);
    await pause(EVERY_MS, over);
  }
}

/** @returns how many were forgotten. */
export async function forgetSome(pool: Pool, consumer: string): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from inbox where ctid in (
       select ctid from inbox where consumer = $1 and handled_at < now() - $2 * interval '1 day' limit $3)`,
    [consumer, KEEP_DAYS, CHUNK],
  );
  return rowCount ?? 0;
}

/** Forgets dead letters that were settled, and parked events that were discarded, long ago. @returns how many were forgotten. */
export async function forgetLetters(pool: Pool, consumer: string): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from dead_letter where id in (
       select id from dead_letter where consumer = $1 and state <> 'waiting' and settled_at < now() - $2 * interval '1 day'
       limit $3)`,
    [consumer, KEEP_SETTLED_DAYS, CHUNK],
  );
  await pool.query("delete from outbox_discarded where discarded_at < now() - $1 * interval '1 day'", [
    KEEP_SETTLED_DAYS,
  ]);
  return rowCount ?? 0;
}
