import { incentiveErrors } from '@quyu/incentive-contracts';
import type { Context, RoutesOf } from '../context.js';
import { type CheckCustom, nextPlan, planFaults } from './plans.js';
import { claimPlans, insertPlan, selectPlan } from './store.js';

export function planRoutes(ctx: Context, checkCustom: CheckCustom): RoutesOf<'putPlan' | 'getPlan'> {
  return {
    putPlan: async ({ params: { code }, body }, tx) => {
      const errors = planFaults(body, checkCustom, ctx.config.maxRateBp);
      if (errors.length > 0)
        throw incentiveErrors.PLAN_INVALID({ detail: `${errors[0]!.pointer} ${errors[0]!.message}`, errors });
      await claimPlans(tx.db);
      const current = await selectPlan(tx.db, code);
      const plan = nextPlan(current, code, body);
      if (plan !== current) await insertPlan(tx.db, plan, ctx.now());
      return plan;
    },

    getPlan: async ({ params: { code } }) => {
      const plan = await selectPlan(ctx.db, code);
      if (!plan) throw incentiveErrors.PLAN_NOT_FOUND({ detail: `no plan has the code "${code}"` });
      return plan;
    },
  };
}
