import { Counter, Histogram, type Registry } from 'prom-client';
import type { JobMeter } from './meter.js';

const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];

/** Makes the metrics of long work. @returns the meter of a service, by the kinds of its jobs. */
export function createJobMeters(registry: Registry): (service: string, kinds: readonly string[]) => JobMeter {
  const labelNames = ['service', 'job'] as const;
  const durations = new Histogram({
    name: 'quyu_job_duration_seconds',
    help: 'Time of one attempt at a job, whatever came of it',
    labelNames,
    buckets: SECONDS,
    registers: [registry],
  });
  const failures = new Counter({
    name: 'quyu_job_failures_total',
    help: 'Attempts at jobs that failed; the final ones gave the job up',
    labelNames: [...labelNames, 'final'],
    registers: [registry],
  });
  return (service, kinds) => {
    // A counter that is not there before it counts hides its first count from whoever looks at increases.
    for (const job of kinds) for (const final of ['true', 'false']) failures.inc({ service, job, final }, 0);
    return {
      attempting: (job) => durations.startTimer({ service, job }),
      failed: (job, final) => failures.inc({ service, job, final: String(final) }),
    };
  };
}
