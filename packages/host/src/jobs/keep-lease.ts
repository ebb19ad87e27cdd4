import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { pause } from '../bus/wake-signal.js';
import { type ClaimedJob, renewLease } from './job-store.js';

/** How much of a job is done. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A lease that is kept for as long as a job runs. */
export interface Lease {
  /** Fires when the job is to stop: all stops, or somebody else has the job. */
  readonly signal: AbortSignal;
  /** Notes progress; it is written a few times a second at most. */
  report(done: number, total: number): void;
  /** Stops renewing, after what was last reported is written. */
  end(): Promise<void>;
  /** Stops renewing. @returns what was last reported, for who writes how the job ended. */
  finish(): Promise<Progress>;
}

/** Settings of {@link keepLease}. */
export interface LeaseSettings {
  readonly leaseMs: number;
  readonly log: Logger;
  readonly stop: AbortSignal;
}

const WRITE_EVERY_MS = 250;

/** Renews a job's lease and writes its progress until it is ended. */
export function keepLease(pool: Pool, job: ClaimedJob, { leaseMs, log, stop }: LeaseSettings): Lease {
  const lost = new AbortController();
  const ended = new AbortController();
  const progress: Progress = { done: 0, total: 0 };
  let changed = false;
  let renewedAt = performance.now();
  const renew = async (): Promise<void> => {
    changed = false;
    try {
      if (await renewLease(pool, job, leaseMs, progress)) renewedAt = performance.now();
      else lost.abort(new Error('somebody else has taken the job over'));
    } catch (error) {
      log.warn({ err: error, job: job.id }, 'the lease of a job could not be renewed');
      if (performance.now() - renewedAt > leaseMs) lost.abort(error);
    }
  };
  const keeping = (async () => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await pause(WRITE_EVERY_MS, ended.signal);
      if (changed || performance.now() - renewedAt > leaseMs / 3) await renew();
    }
  })();
  const end = async (): Promise<void> => {
    ended.abort();
    await keeping;
  };
  return {
    signal: AbortSignal.any([stop, lost.signal]),
    report(done, total) {
      Object.assign(progress, { done, total });
      changed = true;
    },
    end,
    finish() {
      changed = false;
      return end().then(() => progress);
    },
  };
}
