import { setImmediate as pause } from 'node:timers/promises';
import type { PayeeHistory } from '../calculation/history.js';
import type { Awards } from '../calculation/ranking.js';
import type { Tx } from '../context.js';
import { begun } from './ahead.js';
import type { Ask } from './asks.js';
import type { Engine, PayeeKind, ReadyPlan } from './engine.js';
import { rank } from './rank.js';
import type { StagedResults } from './staged-results.js';

/** Payees after which everything else has its turn: what is written goes on meanwhile, and the service answers. */
const AT_A_TIME = 50;

type Db = Tx['db'];

interface Staging {
  /** What is read from. */
  readonly db: Db;
  readonly staged: StagedResults;
  /** Is told of so many more payees that are done. */
  readonly step: (done: number) => void;
}

/** Calculates piece by piece, as the pieces are asked for. */
export async function* stageResults(
  engine: Engine,
  asks: readonly Ask[],
  { db, staged, step }: Staging,
): AsyncGenerator<Buffer> {
  for (const { ask, read } of readAhead(db, engine, asks)) {
    const awards = await rank(ask, () => readFor(db, engine, ask));
    for await (const histories of read()) {
      await calculateAll(ask, histories, awards, staged);
      if (staged.isFull()) yield staged.take();
      step(histories.length);
    }
  }
  yield staged.take();
}

/** What few payees have sold is read for all asks at once; of all payees it is read one ask after the other. */
function readAhead(db: Db, engine: Engine, asks: readonly Ask[]) {
  return asks.map((ask) => {
    const isOfFew = ask.request.codes !== 'all';
    const reading = isOfFew ? begun(readFor(db, engine, ask)) : undefined;
    return { ask, read: () => reading ?? readFor(db, engine, ask) };
  });
}

async function calculateAll(
  { plan, request: { through } }: Ask,
  histories: readonly PayeeHistory[],
  awards: Awards | undefined,
  staged: StagedResults,
): Promise<void> {
  for (const [index, history] of histories.entries()) {
    if (index % AT_A_TIME === AT_A_TIME - 1) await pause();
    calculateInto(staged, plan, history.kind, history.code, () => plan.calculate(history, through, awards));
  }
}

/** @throws RangeError naming the plan that something is not known for. */
async function* readFor(db: Db, engine: Engine, { plan, request }: Ask) {
  try {
    yield* engine.readHistories(db, request);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(`plan "${plan.code}": ${cause.message}`, { cause });
  }
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
