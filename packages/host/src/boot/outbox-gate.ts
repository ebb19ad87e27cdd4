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
/** Rows leave from the front, so the span of the ids tells how many there are without counting them. */
const WAITING = 'select coalesce(max(id) - min(id) + 1, 0) as waiting from outbox';

/**
 * While the broker is away the outbox takes what is published, up to a limit: then writes are refused, before the disk
 * is full and nothing works any more. The outbox is looked at beside the writes, at most once a second, so no write waits.
 *
 * @param limit most events that may wait.
 */
export function createOutboxGate(pool: Pool, limit: number, log: Logger): OutboxGate {
  let waiting = 0;
  let lookedAt = -Infinity;
  const look = async (): Promise<void> => {
    const { rows } = await pool.query<{ waiting: string }>(WAITING);
    waiting = Number(rows[0]?.waiting ?? 0);
  };
  return {
    admit() {
      const now = performance.now();
      if (now - lookedAt > LOOK_EVERY_MS) {
        lookedAt = now;
        look().catch((error: unknown) => log.warn({ err: error }, 'the outbox cannot be looked at'));
      }
      if (waiting <= limit) return;
      const detail = `${waiting} events wait to be published: no more are taken until the broker has them`;
      throw platformErrors.UNAVAILABLE({ detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
    },
  };
}
