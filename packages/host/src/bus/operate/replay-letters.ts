import {
  type ReplayAnswer,
  type ReplayOutcome,
  type ReplayRequest,
  cursorPart,
  readCursor,
} from '@quyu/contract-kit';
import type { Pool } from 'pg';
import { isAny, laneOfLetter } from './lane-of-letter.js';
import { type LetterFilter, filterOfSelection } from './letter-filter.js';
import { type LetterRow, refOf, selectLetters } from './letter-store.js';
import type { OperateContext } from './operate-context.js';
import { type Pace, createPace } from './pace.js';
import { refuseUnlessWaiting } from './refuse-letters.js';
import { type Unit, replayFirst } from './replay-one.js';

const LIMIT = 100;

/**
 * Handles dead letters again, aggregate by aggregate and in the order of each: whatever waits in the aggregate of a selected letter
 * is taken along, those before it because it must not overtake them, those behind it because nothing holds them any more. One
 * that fails stays, and so does what is behind it.
 *
 * @throws Problem NOT_FOUND or CONFLICT when a letter that is named does not exist or does not wait any more.
 */
export async function replayLetters(
  request: ReplayRequest,
  by: string,
  context: OperateContext,
): Promise<ReplayAnswer> {
  const { select, dryRun = false, limit = LIMIT, cursor } = request;
  const [since] = readCursor(cursor, [cursorPart.bigint]) ?? [];
  if (since === undefined) await refuseUnlessWaiting(context.pool, select);
  const filter = filterOfSelection(select);
  const triedBefore = since ?? (await clock(context.pool));
  const { matching, rows } = await selectLetters(context.pool, filter, { whole: true, limit, triedBefore });
  if (dryRun) {
    const outcomes = rows.map((row) => outcomeOf(row, 'would_replay', null));
    return { dryRun, matching, replayed: 0, failed: 0, held: 0, outcomes, next: null };
  }
  const pace = createPace(context.stop, request.ratePerSecond);
  const outcomes = await replaySome({ filter, limit, triedBefore, by, pace }, context);
  const left = await selectLetters(context.pool, filter, { whole: true, limit: 1, triedBefore });
  const all = await selectLetters(context.pool, filter, { whole: true, limit: 1 });
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').length;
  return {
    dryRun,
    matching,
    replayed: outcomes.length - failed,
    failed,
    held: Math.max(0, all.matching - left.matching - failed),
    outcomes,
    next: left.matching > 0 ? Buffer.from(JSON.stringify([triedBefore])).toString('base64url') : null,
  };
}

interface Some {
  readonly filter: LetterFilter;
  readonly limit: number;
  readonly triedBefore: string;
  readonly by: string;
  readonly pace: Pace;
}

async function replaySome(some: Some, context: OperateContext): Promise<ReplayOutcome[]> {
  const { filter, limit, triedBefore, pace } = some;
  const outcomes: ReplayOutcome[] = [];
  const isOver = (): boolean => outcomes.length >= limit || pace.isOver();
  while (!isOver()) {
    const { rows } = await selectLetters(context.pool, filter, { whole: true, limit, triedBefore });
    if (rows.length === 0) break;
    for (const unit of unitsOf(rows, context)) {
      for await (const outcome of replayUnit(unit, { ...some, isOver }, context)) outcomes.push(outcome);
    }
  }
  return outcomes;
}

/** Goes on with a unit until nothing waits in it, or a letter fails: what came in meanwhile is looked for again each time. */
async function* replayUnit(
  unit: Unit,
  { by, pace, isOver }: Pick<Some, 'by' | 'pace'> & { readonly isOver: () => boolean },
  context: OperateContext,
): AsyncGenerator<ReplayOutcome> {
  while (!isOver()) {
    await pace.step();
    const tried = await replayFirst(unit, by, context);
    if (tried) yield outcomeOf(tried.letter, tried.outcome, tried.error);
    if (tried?.outcome !== 'replayed') return;
  }
}

/** The units that letters belong to, each once, in the order of their first letters. */
export function unitsOf(rows: readonly LetterRow[], { lanes }: Pick<OperateContext, 'lanes'>): Unit[] {
  const units = rows.map((row): [string, Unit] => {
    const { id, source, aggregateType, aggregateId } = row;
    const lane = laneOfLetter(lanes, row);
    const isAlone = aggregateType === null || aggregateId === null || (lane && isAny(lane));
    const unit = { source, aggregateType, aggregateId, id: isAlone ? id : null };
    return [JSON.stringify(isAlone ? id : [source, aggregateType, aggregateId]), unit];
  });
  return [...new Map(units).values()];
}

function outcomeOf(
  letter: LetterRow,
  outcome: ReplayOutcome['outcome'],
  error: string | null,
): ReplayOutcome {
  return { ...refOf(letter), outcome, error };
}

/** The database's time in microseconds: what was tried since then was tried in this run. */
async function clock(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ now: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000000)::bigint::text as now',
  );
  return rows[0]?.now ?? '0';
}
