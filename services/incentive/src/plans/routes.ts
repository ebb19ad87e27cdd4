import { incentiveErrors, type Plan, type PlanDraft } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { fault } from './component-faults.js';
import { isAnybodyEligible, selectSettledPeriods, selectUnknown } from './known-store.js';
import { type FactsOfCustom, namesIn, unknownFaults } from './named.js';
import { type CheckCustom, nextPlan, planFaults } from './plans.js';
import { settledFaults } from './settled-faults.js';
import { claimPlans, insertPlan, selectPlan } from './store.js';

/** What plans need of those who know their components. */
export interface PlanNeeds {
  readonly checkCustom: CheckCustom;
  readonly factsOfCustom: FactsOfCustom;
  /** Kinds of payees that a plan without faults pays. */
  readonly payeeKinds: (plan: PlanDraft) => readonly ('partner' | 'salesperson')[];
}

export function planRoutes(ctx: Context, needs: PlanNeeds): RoutesOf<'putPlan' | 'getPlan'> {
  return {
    putPlan: async ({ params: { code }, query: { ahead = false }, body }, tx) => {
      refuse(planFaults(body, needs.checkCustom, ctx.config.maxRateBp));
      await claimPlans(tx.db);
      const current = await selectPlan(tx.db, code);
      const plan = nextPlan(current, code, body);
      if (plan === current) return plan;
      refuse(settledFaults(current, body, await selectSettledPeriods(tx.db, code)));
      if (!ahead) refuse(await absentFaults(tx, body, needs));
      await insertPlan(tx.db, plan, ctx.now());
      return plan;
    },

    getPlan: async ({ params: { code } }): Promise<Plan> => {
      const plan = await selectPlan(ctx.db, code);
      if (!plan) throw incentiveErrors.PLAN_NOT_FOUND({ detail: `no plan has the code "${code}"` });
      return plan;
    },
  };
}

/** @throws Problem PLAN_INVALID naming all faults. */
function refuse(errors: readonly Fault[]): void {
  const [first] = errors;
  if (first) throw incentiveErrors.PLAN_INVALID({ detail: `${first.pointer} ${first.message}`, errors });
}

/** What the plan names is not there, or nobody is whom it is for. */
async function absentFaults(tx: Tx, plan: PlanDraft, needs: PlanNeeds): Promise<readonly Fault[]> {
  const unknown = unknownFaults(await selectUnknown(tx.db, namesIn(plan, needs.factsOfCustom)));
  if (unknown.length > 0 || !plan.eligible) return unknown;
  if (await isAnybodyEligible(tx.db, needs.payeeKinds(plan), plan.eligible)) return [];
  const message =
    'nobody that the plan pays is in all of these lists; save with ?ahead=true if they are only to come';
  return [fault('/body/eligible', 'no_eligible_payee', message)];
}
