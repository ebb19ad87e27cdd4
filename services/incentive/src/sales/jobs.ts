import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { type JobHandlers, money } from '@quyu/plugin-kit';
import type { Context, Tx } from '../context.js';
import type { incentiveJobs } from '../jobs.js';
import { periodOf } from '../periods.js';
import { indexParts, mergeParts } from './parts/part-store.js';
import { retryRejected } from './retry-store.js';
import { selectRetryableSources } from './retryable-store.js';
import {
  claimSummaries,
  countUnsummed,
  type PartnerQuarterKey,
  resumQuarters,
  resumSellers,
  takeDirtyQuarters,
} from './summary-store.js';

/** Quarters of partners that share a transaction. */
const BATCH = 500;
/** From so many on, reading the ledger from end to end for each batch is less work than looking their lines up. */
const MANY = 20_000;
const LARGE_BATCH = 10_000;
/**
 * Who looks for a line looks into each part of the ledger: as soon as so many small ones are there, they are made one. Not more than
 * fits into the time of a statement: a part of a gigabyte holds some seven million lines and stays as it is.
 */
const MERGED = { least: 8, mostBytes: 2 ** 30 };

export interface Summarised {
  readonly quarters: number;
  readonly changed: number;
}

type OnSummed = (db: Tx['db'], keys: readonly PartnerQuarterKey[]) => Promise<void>;

interface SummariseOptions {
  readonly signal: AbortSignal;
  /** Hears of every quarter that was summed up, in the same transaction. */
  readonly onSummed: OnSummed;
  readonly progress?: (done: number, total: number) => void;
}

/** Sums up every quarter whose sales have changed, and tells of those whose sums have. None is dirty in the end. */
export async function summariseSales(ctx: Context, options: SummariseOptions): Promise<Summarised> {
  const { quarters: total, parts } = await countUnsummed(ctx.db);
  // A part of the ledger that came a moment ago would be read from end to end for each of its partners.
  if (parts > 0) await ctx.transaction(({ db }) => indexParts(db));
  if (total === 0) return { quarters: 0, changed: 0 };
  const size = total < MANY ? BATCH : LARGE_BATCH;
  let quarters = 0;
  let changed = 0;
  let batch: Summarised;
  do {
    options.signal.throwIfAborted();
    batch = await ctx.transaction((tx) => summariseBatch(tx, size, options.onSummed));
    quarters += batch.quarters;
    changed += batch.changed;
    options.progress?.(quarters, Math.max(total, quarters));
  } while (batch.quarters === size);
  return { quarters, changed };
}

async function summariseBatch(tx: Tx, size: number, onSummed: OnSummed): Promise<Summarised> {
  await claimSummaries(tx.db);
  const keys = await takeDirtyQuarters(tx.db, size);
  return { quarters: keys.length, changed: keys.length > 0 ? await resum(tx, keys, onSummed) : 0 };
}

async function resum(tx: Tx, keys: readonly PartnerQuarterKey[], onSummed: OnSummed): Promise<number> {
  await resumSellers(tx.db, keys);
  await onSummed(tx.db, keys);
  const changed = await resumQuarters(tx.db, keys);
  for (const { quarter, sales, currency, ...sums } of changed) {
    const period = periodOf(quarter);
    tx.publish(partnerSalesSummarised, { ...sums, period, sales: money(BigInt(sales), currency) });
  }
  return changed.length;
}

export function salesJobs(
  ctx: Context,
  onSummed: OnSummed,
): Pick<JobHandlers<typeof incentiveJobs>, 'summarise-sales' | 'retry-rejections' | 'merge-parts'> {
  return {
    'summarise-sales': (_input, progress, signal) => summariseSales(ctx, { signal, progress, onSummed }),
    'merge-parts': () => ctx.transaction(async ({ db }) => ({ merged: await mergeParts(db, MERGED) })),
    'retry-rejections': ({ source }) => ctx.transaction((tx) => retryRejected(ctx, tx, source)),
  };
}

/** Something that rejected lines may have waited for is there. */
export async function retryAllRejected(tx: Tx): Promise<void> {
  for (const source of await selectRetryableSources(tx.db)) tx.enqueue('retry-rejections', { source });
}
