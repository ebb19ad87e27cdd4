import type { Client } from 'pg';
import type { Logger } from 'pino';
import { type ConnectionTarget, withDirectConnection } from '../database/pool.js';
import { backoffMs } from '@quyu/lane';
import { pause } from './wake-signal.js';

/** Settings of {@link leadWhilePossible}. */
export interface LeadSettings {
  readonly target: ConnectionTarget;
  /** Whoever holds this key in the database leads. */
  readonly key: string;
  readonly stop: AbortSignal;
  readonly log: Logger;
  /** True when the term itself does not use the connection: it is then asked from time to time whether it is alive. */
  readonly probe?: boolean;
}

const ASK_AGAIN_MS = 500;
const PROBE_MS = 3_000;
const RETRY = { baseMs: 200, capMs: 5_000 };

/**
 * Makes sure that of all processes with the same key one does the work: a session lock of Postgres, which ends with the
 * connection that holds it. Goes on for ever: a term that fails or loses its lock is followed by another.
 *
 * @param term gets the connection that holds the lock, and a signal that fires when it is lost or the work is to stop.
 */
export async function leadWhilePossible(
  settings: LeadSettings,
  term: (client: Client, over: AbortSignal) => Promise<void>,
): Promise<void> {
  const { stop, log, key } = settings;
  for (let failures = 0; !stop.aborted;) {
    try {
      await leadOnce(settings, async (client, over) => {
        failures = 0;
        await term(client, over);
      });
    } catch (error) {
      if (stop.aborted) return;
      failures += 1;
      log.warn({ err: error, key }, 'lost or could not do what one of us has to do: trying again');
    }
    if (!stop.aborted) await pause(backoffMs(Math.max(1, failures), RETRY, Math.random()), stop);
  }
}

async function leadOnce(
  settings: LeadSettings,
  term: Parameters<typeof leadWhilePossible>[1],
): Promise<void> {
  const target = { statementTimeoutMs: 5_000, ...settings.target };
  await withDirectConnection(target, async (client, lost) => {
    const silent = new AbortController();
    const over = AbortSignal.any([lost, silent.signal, settings.stop]);
    await takeLock(client, settings.key, over);
    if (settings.probe) probeUntil(client, over).catch((error: unknown) => silent.abort(error));
    if (!over.aborted) await term(client, over);
    if (over.aborted && !settings.stop.aborted) throw over.reason;
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

/** Notices that a lock was lost with the network, which says nothing by itself. */
async function probeUntil(client: Client, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(PROBE_MS, over);
    if (!over.aborted) await client.query('select 1');
  }
}
