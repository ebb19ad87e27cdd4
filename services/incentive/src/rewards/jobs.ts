import { type Plan, resultCalculated, runCompleted } from '@quyu/incentive-contracts';
import { type JobHandlers, money } from '@quyu/plugin-kit';
import type { ComponentTypes } from '../calculation/component-types.js';
import type { Context, Tx } from '../context.js';
import type { incentiveJobs } from '../jobs.js';
import { periodOf } from '../periods.js';
import {
  claimCalculation,
  countPayeeQuarters,
  type PageKey,
  selectLedgerCurrency,
  selectPartnerQuarters,
  selectSalespersonQuarters,
} from './facts-store.js';
import { type ChangedResult, countResults, insertRun, retireResults, upsertRewards } from './result-store.js';
import { type PlanInForce, planInForce, type Reward, rewardPartners, rewardSalespeople } from './rewards.js';
import { liveComponents, refuseOtherCurrency, refuseOtherQuotaCurrency } from './run.js';

/** Payees and quarters that share a transaction. */
const PAGE = 500;

/** What a run has come to. */
export interface RunOutcome {
  readonly runId: string;
  readonly results: number;
  readonly changed: number;
}

interface Run {
  readonly runId: string;
  readonly plans: readonly PlanInForce[];
  /** Counts the payees and quarters that are done; throws when the run is to stop. */
  readonly step: (done: number) => void;
}

/** What a run needs of other features. */
export interface RunNeeds {
  readonly types: ComponentTypes;
  /** Brings the sums of sales up to date before anything is calculated of them. */
  readonly summarise: (ctx: Context, signal: AbortSignal) => Promise<unknown>;
  readonly latestPlans: (db: Tx['db']) => Promise<readonly Plan[]>;
}

export function rewardJobs(
  ctx: Context,
  needs: RunNeeds,
): Pick<JobHandlers<typeof incentiveJobs>, 'calculate-run'> {
  return {
    'calculate-run': async ({ runId }, progress, signal) => {
      await needs.summarise(ctx, signal);
      return calculateRun(ctx, runId, needs, (done, total) => {
        signal.throwIfAborted();
        progress(done, total);
      });
    },
  };
}

/**
 * Calculates every plan for every quarter with sales, and writes and tells only what has changed. Done again, wholly or
 * from the middle, it changes nothing.
 *
 * @throws Error naming plan and payee when something cannot be calculated: what was there before stands.
 */
async function calculateRun(
  ctx: Context,
  runId: string,
  { types, latestPlans }: RunNeeds,
  step: (done: number, total: number) => void,
): Promise<RunOutcome> {
  const latest = await latestPlans(ctx.db);
  const plans = latest.map((plan) => planInForce(plan, types));
  refuseOtherCurrency(plans, await selectLedgerCurrency(ctx.db));
  const total = await countPayeeQuarters(ctx.db);
  let done = 0;
  const run: Run = {
    runId,
    plans,
    step: (more) => {
      done += more;
      step(Math.min(done, total), total);
    },
  };
  await rewardByPages(ctx, run, selectPartnerQuarters, (page) => rewardPartners(plans, page));
  await rewardByPages(ctx, run, selectSalespersonQuarters, (page) => {
    refuseOtherQuotaCurrency(plans, page);
    return rewardSalespeople(plans, page);
  });
  await retire(ctx, run, latest);
  return completeRun(ctx, runId);
}

async function rewardByPages<Row extends PageKey>(
  ctx: Context,
  run: Run,
  select: (db: Tx['db'], after: PageKey | undefined, limit: number) => Promise<readonly Row[]>,
  reward: (page: readonly Row[]) => readonly Reward[],
): Promise<void> {
  let page: readonly Row[] = [];
  do {
    const after = page.at(-1);
    page = await ctx.transaction(async (tx) => {
      // What is read here is what is written here: a later run cannot be overwritten by an earlier one.
      await claimCalculation(tx.db);
      const rows = await select(tx.db, after, PAGE);
      const rewards = reward(rows);
      if (rewards.length > 0) announce(tx, await upsertRewards(tx.db, rewards, idsOf(ctx, run)));
      return rows;
    });
    run.step(page.length);
  } while (page.length === PAGE);
}

function idsOf(ctx: Context, { runId }: Run): { runId: string; newId: () => string } {
  return { runId, newId: () => ctx.newId() };
}

async function retire(ctx: Context, run: Run, latest: readonly Plan[]): Promise<void> {
  const live = run.plans.flatMap(liveComponents);
  const versions = Object.fromEntries(latest.map(({ code, version }) => [code, version]));
  let retired: number;
  do {
    retired = await ctx.transaction(async (tx) => {
      await claimCalculation(tx.db);
      const results = await retireResults(tx.db, live, versions, { runId: run.runId, limit: PAGE });
      announce(tx, results);
      return results.length;
    });
    run.step(0);
  } while (retired === PAGE);
}

function announce(tx: Tx, results: readonly ChangedResult[]): void {
  for (const { quarter, amount, currency, ...result } of results) {
    tx.publish(resultCalculated, {
      ...result,
      period: periodOf(quarter),
      amount: money(BigInt(amount), currency),
    });
  }
}

async function completeRun(ctx: Context, runId: string): Promise<RunOutcome> {
  return ctx.transaction(async (tx) => {
    const outcome = { runId, ...(await countResults(tx.db, runId)) };
    const isFirst = await insertRun(tx.db, { ...outcome, completedAt: ctx.now() });
    if (isFirst && outcome.changed > 0) tx.publish(runCompleted, outcome);
    return outcome;
  });
}
