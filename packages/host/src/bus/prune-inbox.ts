import type { Pool } from 'pg';
import { pause } from './wake-signal.js';

/** How long events are remembered one by one. After that the position of their aggregate still tells that they are done. */
const KEEP_DAYS = 14;
const EVERY_MS = 3_600_000;
const CHUNK = 5_000;

/** Forgets, once an hour until `over`, events that were handled long ago: little at a time, so that nobody waits for it. */
export async function pruneInboxUntil(pool: Pool, consumer: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    let forgotten = CHUNK;
    while (forgotten === CHUNK && !over.aborted) forgotten = await forgetSome(pool, consumer);
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
