import type { Client } from 'pg';
import type { Logger } from 'pino';
import { type ConnectionTarget, withDirectConnection } from '../database/pool.js';
import { backoffMs } from '@quyu/lane';
import { pause } from './wake-signal.js';

/** Settings of {@link keepSession}. */
export interface SessionSettings {
  readonly target: ConnectionTarget;
  /** What the session is for, as the log names it. */
  readonly purpose: string;
  readonly stop: AbortSignal;
  readonly log: Logger;
}

/** Work on a session of its own. The signal fires when the session is lost, and with it its locks, or the work is to stop. */
export type Term = (client: Client, over: AbortSignal) => Promise<void>;

const ASK_AGAIN_MS = 500;
const RETRY = { baseMs: 200, capMs: 5_000 };

/** Does work on a session of the database, for ever: a term that fails or loses its session is followed by another. */
export async function keepSession(
  { target, purpose, stop, log }: SessionSettings,
  term: Term,
): Promise<void> {
  const bounded = { statementTimeoutMs: 5_000, ...target };
  for (let failures = 0; !stop.aborted;) {
    try {
      await withDirectConnection(bounded, async (client, lost) => {
        const over = AbortSignal.any([lost, stop]);
        failures = 0;
        await term(client, over);
        if (lost.aborted && !stop.aborted) throw lost.reason;
      });
    } catch (error) {
      if (stop.aborted) return;
      failures += 1;
      log.warn({ err: error, purpose }, 'lost or could not do what takes a session of its own: trying again');
    }
    if (!stop.aborted) await pause(backoffMs(Math.max(1, failures), RETRY, Math.random()), stop);
  }
}

/**
 * Makes sure that of all processes with the same purpose one does the work: a session lock of Postgres, which ends with the
 * session that holds it.
 */
export function leadWhilePossible(settings: SessionSettings, term: Term): Promise<void> {
  return keepSession(settings, async (client, over) => {
    await takeLock(client, settings.purpose, over);
    if (!over.aborted) await term(client, over);
  });
}

/** Asks again and again: to wait inside the database would hold back its vacuum for as long. */
async function takeLock(client: Client, key: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
      [key],
    );
    if (rows[0]?.taken) return;
    await pause(ASK_AGAIN_MS, over);
  }
}
