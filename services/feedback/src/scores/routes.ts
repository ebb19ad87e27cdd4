import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import type { ScoreSources } from './evaluation.js';
import { readRecommendations } from './recommendation-store.js';
import { readScores } from './store.js';

export function scoreRoutes(
  ctx: Context,
  { getScorecard }: Pick<ScoreSources, 'getScorecard'>,
): RoutesOf<'startEvaluation' | 'listScores' | 'listRecommendations'> {
  return {
    startEvaluation: async ({ params: { code }, body: { year } }, tx) => {
      await getScorecard(tx.db, code);
      return { jobId: tx.enqueue('evaluate-scorecard', { code, year }) };
    },

    listScores: async ({ params: { code }, query: { cursor, limit = PAGE_DEFAULT, year, grade } }) => {
      await getScorecard(ctx.db, code);
      const after = readCursor(cursor, [cursorPart.int, cursorPart.uuid]);
      const rows = await readScores(ctx.db, { code, year }, { after, grade, limit: limit + 1 });
      return pageFrom(rows, limit, (row) => [String(row.position), row.partnerId]);
    },

    listRecommendations: async ({
      params: { code },
      query: { cursor, limit = PAGE_DEFAULT, year, kind },
    }) => {
      await getScorecard(ctx.db, code);
      const after = readCursor(cursor, [cursorPart.text, cursorPart.uuid, cursorPart.text]);
      const rows = await readRecommendations(ctx.db, { code, year }, { after, kind, limit: limit + 1 });
      return pageFrom(rows, limit, (row) => [row.partnerCode, row.partnerId, row.kind]);
    },
  };
}
