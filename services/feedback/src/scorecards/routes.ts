import { feedbackErrors } from '@quyu/feedback-contracts';
import type { Context, RoutesOf } from '../context.js';
import { faultsOf, nextScorecard } from './scorecards.js';
import { claimScorecards, insertScorecard, readScorecard } from './store.js';

export function scorecardRoutes(ctx: Context): RoutesOf<'putScorecard'> {
  return {
    putScorecard: async ({ params: { code }, body }, tx) => {
      const errors = faultsOf(body);
      if (errors.length > 0) throw feedbackErrors.SCORECARD_INVALID({ errors });
      await claimScorecards(tx.db);
      const current = await readScorecard(tx.db, code);
      const scorecard = nextScorecard(current, code, body);
      if (scorecard !== current) await insertScorecard(tx.db, scorecard, ctx.now());
      return scorecard;
    },
  };
}
