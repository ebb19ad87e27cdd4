import type { JobHandlers } from '@quyu/plugin-kit';
import type { Context } from '../context.js';
import type { MarketingJobs } from '../jobs.js';
import { accrue } from './handlers.js';
import { claimQuarters, countQuarters, type QuarterKey } from './quarter-store.js';
import { holdRules } from './store.js';

/** Quarters that share a transaction. */
const CHUNK = 500;

export function mdfJobs(ctx: Context): JobHandlers<MarketingJobs> {
  return {
    'accrue-known-quarters': async (_rule, progress, signal) => {
      const total = await countQuarters(ctx.db);
      let [quarters, entries] = [0, 0];
      let after: QuarterKey | undefined;
      do {
        signal.throwIfAborted();
        const chunk = await accrueChunk(ctx, after);
        after = chunk.last;
        quarters += chunk.quarters;
        entries += chunk.entries;
        progress(quarters, Math.max(total, quarters));
      } while (after);
      return { quarters, entries };
    },
  };
}

interface Chunk {
  readonly quarters: number;
  readonly entries: number;
  /** Where the next chunk begins; undefined after the last. */
  readonly last: QuarterKey | undefined;
}

function accrueChunk(ctx: Context, after: QuarterKey | undefined): Promise<Chunk> {
  return ctx.transaction(async (tx) => {
    await holdRules(tx.db);
    const quarters = await claimQuarters(tx.db, after, CHUNK);
    const entries = await accrue(ctx, tx, quarters);
    return { quarters: quarters.length, entries, last: quarters.at(-1) };
  });
}
