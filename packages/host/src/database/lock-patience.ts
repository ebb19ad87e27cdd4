import { setTimeout as pause } from 'node:timers/promises';
import { sqlStateOf } from './errors.js';

/**
 * How long a migration waits for a lock. Whoever wants a table after it queues behind it, so it must not wait for long at a time:
 * it gives up, lets the queue through, and tries again.
 */
export interface LockPatience {
  /** How long one statement waits, in milliseconds: what requests may be held up by a migration that waits. */
  readonly timeoutMs: number;
  /** How often in all, at least once. */
  readonly attempts: number;
  /** How long the services are left alone between two attempts, in milliseconds. */
  readonly pauseMs: number;
}

export const USUAL_PATIENCE: LockPatience = { timeoutMs: 3_000, attempts: 20, pauseMs: 2_000 };

/** A lock was not to be had in time, or two transactions waited for each other. */
const IN_THE_WAY = ['55P03', '40P01'];

/**
 * Tries again what failed only because others held a lock.
 *
 * @param work leaves nothing behind when it fails, or may be repeated.
 * @param onRetry is told the failed attempt's number, from 1, and its error.
 */
export async function withPatience<T>(
  { attempts, pauseMs }: LockPatience,
  work: () => Promise<T>,
  onRetry: (attempt: number, error: unknown) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !IN_THE_WAY.includes(sqlStateOf(error) ?? '')) throw error;
      onRetry(attempt, error);
      await pause(pauseMs);
    }
  }
}
