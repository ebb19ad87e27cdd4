import type { JobHandlers } from '@quyu/plugin-kit';
import type { Context } from '../context.js';
import type { incentiveJobs } from '../jobs.js';
import { calculateRun, type RunNeeds } from './calculate-jobs.js';

interface Needs extends RunNeeds {
  /** Brings the sums of sales up to date before anything is calculated of them. */
  readonly summarise: (ctx: Context, signal: AbortSignal) => Promise<unknown>;
}

export function runJobs(
  ctx: Context,
  needs: Needs,
): Pick<JobHandlers<typeof incentiveJobs>, 'calculate-run'> {
  return {
    'calculate-run': async ({ runId }, progress, signal) => {
      await needs.summarise(ctx, signal);
      let done = 0;
      return calculateRun(ctx, runId, needs, (more) => {
        signal.throwIfAborted();
        done += more;
        progress(done, done);
      });
    },
  };
}
