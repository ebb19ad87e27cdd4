import type { Context } from '../context.js';
import { calculateRun, type RunOutcome } from './calculate-run.js';
import type { ComponentTypes } from './components.js';

/** Brings the sums of sales up to date before anything is calculated of them. */
export type SummariseSales = (ctx: Context, signal: AbortSignal) => Promise<unknown>;

export function rewardJobs(ctx: Context, types: ComponentTypes, summarise: SummariseSales) {
  return {
    'calculate-run': async (
      { runId }: { readonly runId: string },
      progress: (done: number, total: number) => void,
      signal: AbortSignal,
    ): Promise<RunOutcome> => {
      await summarise(ctx, signal);
      return calculateRun(ctx, runId, types, (done, total) => {
        signal.throwIfAborted();
        progress(done, total);
      });
    },
  };
}
