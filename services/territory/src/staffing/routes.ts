import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertSatisfiable, ruleVersionOf } from './staffing.js';
import { insertRule, lockLatestRule, selectRulePage } from './store.js';
import { selectViolationPage } from './violation-store.js';

type Operations = 'putStaffingRule' | 'listStaffingRules' | 'listStaffingViolations';

/** @param changed is told that rules are not as they were. */
export function staffingRoutes(ctx: Context, changed: (tx: Tx) => void): RoutesOf<Operations> {
  return {
    async putStaffingRule({ params: { code }, body }, tx) {
      assertSatisfiable(body);
      const latest = await lockLatestRule(tx.db, code);
      const rule = ruleVersionOf(latest, code, body, ctx.now().toISOString());
      if (rule === latest) return rule;
      await insertRule(tx.db, rule);
      changed(tx);
      return rule;
    },

    listStaffingRules: ({ query }) => selectRulePage(ctx.db, query.cursor, query.limit ?? PAGE_DEFAULT),

    listStaffingViolations: ({ query: { status = 'open', limit = PAGE_DEFAULT, ...query } }) =>
      selectViolationPage(ctx.db, { ...query, status, limit }),
  };
}
