import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

/** An idempotency key is remembered for so long; who repeats a request later than that does it again. */
const KEPT_DAYS = 3;
const EVERY_MS = 600_000;
const AT_A_TIME = 5000;

const FORGET = `delete from idempotency_key where ctid in (
  select ctid from idempotency_key where created_at < now() - $1 * interval '1 day' limit $2)`;

/** Removes idempotency keys that are older than three days, now and then, until `stop`. Replicas may do it together. */
export async function forgetOldKeys(pool: Pool, log: Logger, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      const { rowCount } = await pool.query(FORGET, [KEPT_DAYS, AT_A_TIME]);
      if (rowCount === AT_A_TIME) continue;
    } catch (error) {
      log.warn({ err: error }, 'old idempotency keys cannot be removed: trying again later');
    }
    await sleep(EVERY_MS, undefined, { signal: stop, ref: false }).catch(() => undefined); // the stop ends it early
  }
}
