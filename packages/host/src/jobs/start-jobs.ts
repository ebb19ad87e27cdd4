import type { JobStatus } from '@quyu/contract-kit';
import type { AnyRuntime, PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Backoff } from '@quyu/lane';
import { type WakeSignal, createWakeSignal, pause } from '../bus/wake-signal.js';
import { type JobMeter, NO_JOB_METER } from '../telemetry/meter.js';
import { claimJob, failExhausted, queueIfDue, readJob } from './job-store.js';
import { type JobContext, runJob } from './run-job.js';

/** What may be tuned. */
export interface JobSettings {
  /** How many jobs run at a time in this process. Default 2. */
  readonly concurrency?: number;
  /** How long a silent worker is believed to be alive, in milliseconds. Default 5,000. */
  readonly leaseMs?: number;
  /** Between attempts of a job that fails. Default from 500 ms to 30 s. */
  readonly backoff?: Backoff;
  /** How long a job may take to stop when it is told to, in milliseconds. Default 5,000. */
  readonly graceMs?: number;
}

/** What {@link startJobs} needs. */
export interface JobsOptions {
  readonly spec: PluginSpec;
  readonly handlers: AnyRuntime['jobs'];
  readonly pool: Pool;
  /** Default: counts nothing. */
  readonly meter?: JobMeter;
  readonly log: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly settings?: JobSettings;
}

/** A service's running workers. */
export interface RunningJobs {
  /** Tells the workers that there may be something to do; call it after each commit that enqueued. */
  wake(): void;
  status(jobId: string): Promise<JobStatus | undefined>;
  /** Tells running jobs to stop, waits a while for them, and gives back what is not done. */
  stop(): Promise<void>;
}

const POLL_MS = 1_000;

/**
 * Starts to do a service's jobs. Each is done by one worker of one replica at a time; what a dead worker had is taken by
 * another within seconds, and begun again.
 *
 * @example const jobs = startJobs({ spec, handlers: runtime.jobs, pool, log, now, newId });
 */
export function startJobs(options: JobsOptions): RunningJobs {
  const { spec, pool, settings = {}, meter = NO_JOB_METER } = options;
  const stop = new AbortController();
  const signals = Array.from({ length: settings.concurrency ?? 2 }, createWakeSignal);
  const wake = (): void => signals.forEach((signal) => signal.wake());
  const context: JobContext = {
    ...options,
    meter,
    leaseMs: settings.leaseMs ?? 5_000,
    backoff: settings.backoff ?? { baseMs: 500, capMs: 30_000 },
    graceMs: settings.graceMs ?? 5_000,
    stop: stop.signal,
  };
  const idle = Object.keys(spec.jobs).length === 0;
  const loops = idle
    ? []
    : [...signals.map((signal) => work(signal, context)), schedule(options, stop.signal, wake)];
  return {
    wake,
    status: (jobId) => readJob(pool, jobId),
    async stop() {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

async function work(signal: WakeSignal, context: JobContext): Promise<void> {
  const { pool, spec, leaseMs, stop, now } = context;
  const kinds = Object.keys(spec.jobs);
  while (!stop.aborted) {
    const did = await surviving(context, async () => {
      const job = await claimJob(pool, kinds, leaseMs, now());
      if (job) await runJob(job, context);
      return job !== undefined;
    });
    if (!did) await signal.sleep(POLL_MS, stop);
  }
}

async function schedule(
  { spec, pool, now, newId, log, meter = NO_JOB_METER }: JobsOptions,
  stop: AbortSignal,
  wake: () => void,
): Promise<void> {
  const kinds = Object.keys(spec.jobs);
  while (!stop.aborted) {
    await surviving({ log }, async () => {
      for (const [kind, { everySeconds }] of Object.entries(spec.jobs)) {
        if (everySeconds && (await queueIfDue(pool, kind, everySeconds, newId(), now()))) wake();
      }
      for (const { id, kind } of await failExhausted(pool, kinds, now())) {
        meter.failed(kind, true);
        log.error({ job: id, kind }, 'a job was cut off too often: given up');
      }
      return true;
    });
    await pause(POLL_MS, stop);
  }
}

/** Loops go on through outages of the database. @returns false when the work could not be done. */
async function surviving({ log }: { readonly log: Logger }, step: () => Promise<boolean>): Promise<boolean> {
  try {
    return await step();
  } catch (error) {
    log.warn({ err: error }, 'jobs cannot be looked after: trying again');
    return false;
  }
}
