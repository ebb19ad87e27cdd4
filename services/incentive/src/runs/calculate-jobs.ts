import { type Plan, type RunRequest, runCompleted } from '@quyu/incentive-contracts';
import type { Awards, RankingEntry } from '../calculation/ranking.js';
import type { Context, Tx } from '../context.js';
import type { Engine, PayeeKind, ReadyPlan } from './engine.js';
import {
  type Calculated,
  createResultStaging,
  mergeStaged,
  STAGED_RESULT_COLUMNS,
  STAGED_RESULTS,
} from './result-store.js';
import {
  claimResults, completeRun, failRun, nextRunNo, selectCalculated, selectLedger, selectRun, takeMarks, upsertCalculated,
} from './run-store.js'; // prettier-ignore
import { lastDayOf } from './run-days.js';
import { StagedResults } from './staged-results.js';
import { type Ask, askedOf, asksOf } from './asks.js';

export interface RunOutcome {
  readonly runId: string;
  readonly results: number;
  readonly changed: number;
}

/** What a run needs of other features. */
export interface RunNeeds {
  readonly engine: Engine;
  readonly latestPlans: (db: Tx['db']) => Promise<readonly Plan[]>;
}

/**
 * Calculates a run, wholly or not at all: its results become versions in one transaction. Done again, it changes nothing.
 *
 * @throws Error naming payee and plan where something cannot be calculated; the last good results stand, and the run says why.
 */
export async function calculateRun(
  ctx: Context,
  runId: string,
  needs: RunNeeds,
  step: (done: number) => void,
): Promise<RunOutcome> {
  try {
    return await ctx.transaction((tx) => calculateIn(ctx, tx, runId, needs, step));
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    await ctx.transaction((tx) => failRun(tx.db, runId, failure, ctx.now()));
    throw error;
  }
}

async function calculateIn(
  ctx: Context,
  tx: Tx,
  runId: string,
  needs: RunNeeds,
  step: (done: number) => void,
): Promise<RunOutcome> {
  await claimResults(tx.db);
  const run = await selectRun(tx.db, runId);
  if (!run) throw new RangeError(`there is no run ${runId}`);
  if (run.state === 'calculated' || run.state === 'superseded') return outcomeOf(run);
  const runNo = await nextRunNo(tx.db);
  const asked = await readAsked(tx, run.request, needs);
  const staged = new StagedResults();
  await createResultStaging(tx.db);
  const csv = stage(ctx, needs.engine, asked.asks, staged, step);
  await tx.copyFrom({ table: STAGED_RESULTS, columns: STAGED_RESULT_COLUMNS, csv });
  const changed = await mergeStaged(tx.db, runNo, calculatedOf(asked.asks), lastDayOf(asked.through));
  await upsertCalculated(tx.db, asked.whole, asked.through);
  const amounts = staged.amounts();
  const done = { results: staged.results, changed, amounts, digest: staged.digest() };
  await completeRun(tx.db, runId, { ...done, runNo, at: ctx.now() });
  // Who listens is told of what is other than it was.
  if (changed > 0) tx.publish(runCompleted, { runId, ...done });
  return { runId, results: done.results, changed };
}

function outcomeOf({ runId, results, changed }: RunOutcome): RunOutcome {
  return { runId, results, changed };
}

async function readAsked(tx: Tx, request: RunRequest, needs: RunNeeds) {
  const plans = (await needs.latestPlans(tx.db)).map(needs.engine.compilePlan);
  const ledger = await selectLedger(tx.db);
  const calculated = await selectCalculated(tx.db);
  // Only a run of everything may forget the marks: those of payees or plans it leaves out must stay.
  const marks = request.scope === undefined ? await takeMarks(tx.db) : [];
  const asked = askedOf(request, plans, { ...ledger, calculated });
  return { ...asked, asks: asksOf(request, plans, asked, marks) };
}

/** Reads on a connection of its own, so that reading, calculating and writing overlap. */
async function* stage(
  ctx: Context,
  engine: Engine,
  asks: readonly Ask[],
  staged: StagedResults,
  step: (done: number) => void,
): AsyncGenerator<Buffer> {
  for (const ask of asks) {
    const awards = await rank(ctx, engine, ask);
    for await (const histories of readFor(ctx, engine, ask)) {
      for (const history of histories) {
        const calculate = () => ask.plan.calculate(history, ask.request.through, awards);
        calculateInto(staged, ask.plan, history.kind, history.code, calculate);
      }
      if (staged.isFull()) yield staged.take();
      step(histories.length);
    }
  }
  yield staged.take();
}

/** @throws RangeError naming the plan that something is not known for. */
async function* readFor(ctx: Context, engine: Engine, { plan, request }: Ask) {
  try {
    yield* engine.readHistories(ctx.db, request);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(`plan "${plan.code}": ${cause.message}`, { cause });
  }
}

/** Places are known when everybody's entries are: a pass of its own, where a plan ranks. */
async function rank(ctx: Context, engine: Engine, { plan, request }: Ask): Promise<Awards | undefined> {
  if (!plan.isRanked) return undefined;
  const entries: RankingEntry[] = [];
  for await (const histories of readFor(ctx, engine, { plan, request }))
    entries.push(...histories.flatMap((history) => plan.entries(history, request.through)));
  return plan.rank(entries);
}

function calculateInto(
  staged: StagedResults,
  plan: ReadyPlan,
  kind: PayeeKind,
  code: string,
  calculate: () => ReturnType<ReadyPlan['calculate']>,
): void {
  try {
    for (const result of calculate()) staged.add(plan, kind, code, result);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`plan "${plan.code}", ${kind} "${code}": ${why}`, { cause });
  }
}

function calculatedOf(asks: readonly Ask[]): Calculated[] {
  return asks.flatMap(({ plan, request: { payee: payeeKind, codes } }) =>
    (codes === 'all' ? [null] : codes).map((payeeCode) => ({ planCode: plan.code, payeeKind, payeeCode })),
  );
}
