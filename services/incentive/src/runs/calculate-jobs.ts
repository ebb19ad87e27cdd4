import { type Plan, type RunRequest, runCompleted } from '@quyu/incentive-contracts';
import type { Context, Tx } from '../context.js';
import { aheadOf } from './ahead.js';
import type { Engine } from './engine.js';
import {
  beginStaged, type Calculated, clearStaged, createResultStaging, doAnyStand, mergeStaged, STAGED_RESULT_COLUMNS, STAGED_RESULTS,
} from './result-store.js'; // prettier-ignore
import {
  claimResults, completeRun, failRun, type NextRun, selectLedger, selectNextRun, takeMarks, upsertCalculated,
} from './run-store.js'; // prettier-ignore
import { lastDayOf } from './run-days.js';
import { FEW_PAYEES, mergeFew } from './few-results-store.js';
import { stageResults } from './stage-results.js';
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
  const found = await selectNextRun(tx.db, runId);
  if (!found) throw new RangeError(`there is no run ${runId}`);
  const { run, runNo, calculated: before } = found;
  if (run.state === 'calculated' || run.state === 'superseded') return outcomeOf(run);
  const asked = await readAsked(tx, run.request, before, needs);
  const calculated = calculatedOf(asked.asks);
  const isOfFew = calculated.length <= FEW_PAYEES && calculated.every(({ payeeCode }) => payeeCode !== null);
  const staged = new StagedResults({ keepsRows: isOfFew });
  // Many are read on a connection of its own: reading, calculating and writing overlap. For few it is not worth one.
  const db = isOfFew ? tx.db : ctx.db;
  const pieces = stageResults(needs.engine, asked.asks, { db, staged, step });
  const keeping = { runNo, calculated, throughDay: lastDayOf(asked.through) };
  const changed = await (isOfFew ? keepFew(tx, pieces, staged, keeping) : keepResults(tx, pieces, keeping));
  await upsertCalculated(tx.db, asked.whole, asked.through);
  const amounts = staged.amounts();
  const done = { results: staged.results, changed, amounts, digest: staged.digest() };
  await completeRun(tx.db, run, { ...done, runNo, at: ctx.now() });
  // Who listens is told of what is other than it was.
  if (changed > 0) tx.publish(runCompleted, { runId, ...done });
  return { runId, results: done.results, changed };
}

function outcomeOf({ runId, results, changed }: RunOutcome): RunOutcome {
  return { runId, results, changed };
}

async function readAsked(tx: Tx, request: RunRequest, calculated: NextRun['calculated'], needs: RunNeeds) {
  const [latest, ledger, marks] = await Promise.all([
    needs.latestPlans(tx.db),
    selectLedger(tx.db),
    // Only a run of everything may forget the marks: those of payees or plans it leaves out must stay.
    request.scope === undefined ? takeMarks(tx.db) : [],
  ]);
  const plans = latest.map(needs.engine.compilePlan);
  const asked = askedOf(request, plans, { ...ledger, calculated });
  return { ...asked, asks: asksOf(request, plans, asked, marks) };
}

interface Keeping {
  readonly runNo: number;
  readonly calculated: readonly Calculated[];
  readonly throughDay: string;
}

/** Makes versions of results that come as CSV, each piece with whole lines. @returns how many have begun. */
async function keepResults(
  tx: Tx,
  pieces: AsyncIterable<Buffer>,
  { runNo, calculated, throughDay }: Keeping,
): Promise<number> {
  const stage = (csv: AsyncIterable<Buffer>): Promise<number> =>
    tx.copyFrom({ table: STAGED_RESULTS, columns: STAGED_RESULT_COLUMNS, csv });
  await createResultStaging(tx.db);
  if (await doAnyStand(tx.db)) {
    await stage(pieces);
    return mergeStaged(tx.db, runNo, calculated, throughDay);
  }
  // Nothing to compare with: while a piece is written, the next is calculated.
  let begun = 0;
  for await (const piece of aheadOf(pieces)) {
    await stage(inOnePiece(piece));
    begun += await beginStaged(tx.db, runNo);
    await clearStaged(tx.db);
  }
  return begun;
}

async function keepFew(
  tx: Tx,
  pieces: AsyncIterable<Buffer>,
  staged: StagedResults,
  { runNo, ...keeping }: Keeping,
): Promise<number> {
  // What they are is in `staged`; the pieces are calculated as they are asked for.
  await Array.fromAsync(pieces);
  return mergeFew(tx.db, runNo, { ...keeping, rows: staged.rows });
}

async function* inOnePiece(piece: Buffer): AsyncGenerator<Buffer> {
  yield piece;
}

function calculatedOf(asks: readonly Ask[]): Calculated[] {
  return asks.flatMap(({ plan, request: { payee: payeeKind, codes } }) =>
    (codes === 'all' ? [null] : codes).map((payeeCode) => ({ planCode: plan.code, payeeKind, payeeCode })),
  );
}
