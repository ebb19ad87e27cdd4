import { type Plan, resultCalculated, runCompleted } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Context, Tx } from '../context.js';
import { periodOf } from '../periods.js';
import { findLatestPlans } from '../plans/find-plans.js';
import type { ComponentTypes } from './components.js';
import { type PlanInForce, planInForce, type Reward, rewardPartners, rewardSalespeople } from './rewards.js';
import {
  type ChangedResult,
  claimCalculation,
  countPayeeQuarters,
  countResults,
  insertRun,
  type LiveComponent,
  type PageKey,
  retireResults,
  selectLedgerCurrency,
  selectPartnerQuarters,
  selectSalespersonQuarters,
  upsertRewards,
} from './run-store.js';

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

/**
 * Calculates every plan for every quarter with sales, and writes and tells only what has changed. Done again, wholly or
 * from the middle, it changes nothing.
 *
 * @throws Error naming plan and payee when something cannot be calculated: what was there before stands.
 */
export async function calculateRun(
  ctx: Context,
  runId: string,
  types: ComponentTypes,
  step: (done: number, total: number) => void,
): Promise<RunOutcome> {
  const latest = await findLatestPlans(ctx.db);
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

/** Until there are dated rates, a plan pays in the currency in which the sales are. */
function refuseOtherCurrency(plans: readonly PlanInForce[], currency: string | undefined): void {
  const other = plans.find((plan) => currency !== undefined && plan.currency !== currency);
  if (other)
    throw new RangeError(
      `plan "${other.code}" pays in ${other.currency}, but sales are in ${currency}: there are no exchange rates`,
    );
}

function refuseOtherQuotaCurrency(
  plans: readonly PlanInForce[],
  page: readonly { readonly payeeCode: string; readonly quarter: number; readonly quotaCurrency: string }[],
): void {
  const currency = plans[0]?.currency;
  const other = page.find(({ quotaCurrency }) => quotaCurrency !== currency);
  if (other && currency)
    throw new RangeError(
      `the quota of salesperson "${other.payeeCode}" for ${periodOf(other.quarter)} is in ${other.quotaCurrency}, ` +
        `but sales are in ${currency}: there are no exchange rates`,
    );
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

function liveComponents({ code, version, span, components }: PlanInForce): readonly LiveComponent[] {
  return components.map((component) => ({
    planCode: code,
    planVersion: version,
    component: component.code,
    payeeKind: component.calculator.payee,
    ...span,
  }));
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
    if (isFirst) tx.publish(runCompleted, outcome);
    return outcome;
  });
}
