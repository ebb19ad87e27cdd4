import { platformErrors } from '@quyu/contract-kit';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

/** Decides whether a service may take another write. */
export interface OutboxGate {
  /** @throws Problem UNAVAILABLE while more waits for the broker than may. */
  admit(): void;
}

const LOOK_EVERY_MS = 1000;
const RETRY_AFTER_SECONDS = 5;
/** Rows leave from the front, so the span of the ids tells how many there are without counting them, and the first how old. */
const WAITING = `
  select coalesce(max(id) - min(id) + 1, 0) as waiting,
    coalesce(extract(epoch from now() - (select occurred_at from outbox order by id limit 1)), 0)::float8 as "ageSeconds"
  from outbox`;

/** Up to where the outbox may fill. */
export interface OutboxLimits {
  /** Most events that may wait. */
  readonly events: number;
  /** How long the oldest of them may have waited, in seconds. */
  readonly ageSeconds: number;
}

/**
 * While the broker is away the outbox takes what is published, up to a limit: then writes are refused, before the disk
 * is full and nothing works any more, or what others know is too far behind. The outbox is looked at beside the writes, at
 * most once a second, so no write waits.
 */
export function createOutboxGate(pool: Pool, limits: OutboxLimits, log: Logger): OutboxGate {
  let found = { waiting: 0, ageSeconds: 0 };
  let lookedAt = -Infinity;
  const look = async (): Promise<void> => {
    const { rows } = await pool.query<{ waiting: string; ageSeconds: number }>(WAITING);
    found = { waiting: Number(rows[0]?.waiting ?? 0), ageSeconds: rows[0]?.ageSeconds ?? 0 };
  };
  return {
    admit() {
      const now = performance.now();
      if (now - lookedAt > LOOK_EVERY_MS) {
        lookedAt = now;
        look().catch((error: unknown) => log.warn({ err: error }, 'the outbox cannot be looked at'));
      }
      const { waiting, ageSeconds } = found;
      if (waiting <= limits.events && ageSeconds <= limits.ageSeconds) return;
      const since = `the oldest for ${Math.round(ageSeconds)} s`;
      const detail = `${waiting} events wait to be published, ${since}: no more are taken until the broker has them`;
      throw platformErrors.UNAVAILABLE({ detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
    },
  };
}
