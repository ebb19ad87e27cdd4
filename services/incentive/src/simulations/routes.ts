import { type Component, incentiveErrors, type Plan } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import { planFaults } from '../plans/plans.js';
import type { ReadyPlan } from '../runs/engine.js';
import { requestFaults } from './request-faults.js';
import { simulatePlan } from './simulate.js';

interface Needs {
  readonly compilePlan: (plan: Plan) => ReadyPlan;
  readonly checkCustom: (component: Extract<Component, { readonly kind: 'custom' }>) => readonly Fault[];
}

export function simulationRoutes(ctx: Context, { compilePlan, checkCustom }: Needs): RoutesOf<'simulate'> {
  return {
    simulate: async ({ body }) => {
      const wrong = planFaults(body.plan, checkCustom, ctx.config.maxRateBp).map((each) => ({
        ...each,
        pointer: each.pointer.replace('/body', '/body/plan'),
      }));
      if (wrong.length > 0) throw incentiveErrors.PLAN_INVALID(detailOf(wrong));
      const errors = requestFaults(body);
      if (errors.length > 0) throw incentiveErrors.SIMULATION_INVALID(detailOf(errors));
      return simulatePlan(compilePlan({ code: 'simulated', version: 1, ...body.plan }), body);
    },
  };
}

function detailOf(errors: readonly Fault[]) {
  return { detail: `${errors[0]!.pointer} ${errors[0]!.message}`, errors };
}
