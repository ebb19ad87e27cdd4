import { incentiveErrors } from '@quyu/incentive-contracts';
import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { selectDifferences, selectRunNumber, totalDifferences } from './comparison-store.js';

/** Results are kept in versions, so comparing two runs is comparing two moments. */
export function comparisonRoutes(ctx: Context): RoutesOf<'compareRuns'> {
  return {
    compareRuns: async ({ query: { from, to, cursor, limit = PAGE_DEFAULT } }) => {
      const moments = { from: await numberOf(ctx.db, from), to: await numberOf(ctx.db, to) };
      const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
      const found = await selectDifferences(ctx.db, moments, { after, limit: limit + 1 });
      const { items, next } = pageFrom(found, limit, ({ resultId }) => [resultId]);
      return { items: [...items], next, totals: await totalDifferences(ctx.db, moments) };
    },
  };
}

/** @throws Problem RUN_NOT_FOUND, or RUN_STATE_CONFLICT when it has calculated nothing. */
async function numberOf(db: Tx['db'], runId: string): Promise<number> {
  const number = await selectRunNumber(db, runId);
  if (number === undefined)
    throw incentiveErrors.RUN_NOT_FOUND({ detail: `no run has the id ${runId}` });
  if (number !== null) return number;
  throw incentiveErrors.RUN_STATE_CONFLICT({ detail: `run ${runId} has calculated nothing to compare` });
} // prettier-ignore
