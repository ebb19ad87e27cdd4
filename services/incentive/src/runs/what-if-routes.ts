import { type Component, incentiveErrors, type Plan, type PlanDraft } from '@quyu/incentive-contracts';
import type { Fault, Problem } from '@quyu/plugin-kit';
import { setImmediate } from 'node:timers/promises';
import { UnknownFactError } from '../calculation/known-facts.js';
import type { Context, RoutesOf } from '../context.js';
import { planFaults } from '../plans/plans.js';
import { type Ask, asksOf, askedOf } from './asks.js';
import type { Engine, ReadyPlan } from './engine.js';
import { rank } from './rank.js';
import { selectLedger } from './run-store.js';
import { lastDayOf } from './run-days.js';
import { selectPaid } from './what-if-store.js';
import { moversOf, type Paid, totalsOf } from './what-if.js';

const MOVERS_SHOWN = 20;
const PERIODS_AT_MOST = 240;

export interface WhatIfNeeds {
  readonly engine: Engine;
  readonly checkCustom: (component: Extract<Component, { readonly kind: 'custom' }>) => readonly Fault[];
}

/** Calculates a plan as a run would, on the stored sales, and keeps nothing of it. */
export function whatIfRoutes(ctx: Context, needs: WhatIfNeeds): RoutesOf<'tryPlan'> {
  return {
    tryPlan: async ({ params: { code }, body: { plan: draft, through: day, limit = MOVERS_SHOWN } }) => {
      refuseFaults(ctx, needs, draft);
      const plan: Plan = { code, version: 1, ...draft };
      const ready = needs.engine.compilePlan(plan);
      const request = { mode: 'full' as const, ...(day === undefined ? {} : { through: day }) };
      const asked = askedOf(request, [ready], { ...(await selectLedger(ctx.db)), calculated: new Map() });
      refuseTooLong(ready, asked.through);
      const after = await calculateAll(ctx, needs.engine, asksOf(request, [ready], asked, []));
      const before = await selectPaid(ctx.db, code, lastDayOf(asked.through));
      const movers = moversOf(before, after);
      return { before: totalsOf(before), after: totalsOf(after), payees: movers.length, movers: movers.slice(0, limit) };
    },
  };
} // prettier-ignore

/** @throws Problem PLAN_INVALID, its pointers within the request. */
function refuseFaults(ctx: Context, { checkCustom }: WhatIfNeeds, draft: PlanDraft): void {
  const faults = planFaults(draft, checkCustom, ctx.config.maxRateBp);
  const errors = faults.map((each) => ({ ...each, pointer: each.pointer.replace('/body', '/body/plan') }));
  const [first] = errors;
  if (first) throw incentiveErrors.PLAN_INVALID({ detail: `${first.pointer} ${first.message}`, errors });
}

/** A saved plan grows with time; one that is tried begins when it likes. @throws Problem PLAN_INVALID. */
function refuseTooLong({ firstMonth, bucketMonths }: ReadyPlan, through: number): void {
  if ((through - firstMonth) / bucketMonths <= PERIODS_AT_MOST) return;
  const message = `is more than ${PERIODS_AT_MOST} periods before the last that is calculated: begin later, or end earlier with "through"`;
  throw planInvalid({ pointer: '/body/plan/effectiveFrom', code: 'too_long_ago', message });
}

function planInvalid(fault: Fault): Problem {
  return incentiveErrors.PLAN_INVALID({ detail: `${fault.pointer} ${fault.message}`, errors: [fault] });
}

/** @throws Problem PLAN_INVALID naming a fact that nobody has, or RATE_MISSING a line or quota that there is no rate for. */
async function calculateAll(ctx: Context, engine: Engine, asks: readonly Ask[]): Promise<Paid[]> {
  try {
    const paid: Paid[] = [];
    for (const ask of asks) paid.push(...(await calculateOne(ctx, engine, ask)));
    return paid;
  } catch (error) {
    if (error instanceof UnknownFactError)
      throw planInvalid({ pointer: '/body/plan', code: 'unknown_fact', message: error.message });
    if (error instanceof RangeError) throw incentiveErrors.RATE_MISSING({ detail: error.message });
    throw error;
  }
}

async function calculateOne(ctx: Context, engine: Engine, { plan, request }: Ask): Promise<Paid[]> {
  const awards = await rank({ plan, request }, () => engine.readHistories(ctx.db, request));
  const paid: Paid[] = [];
  for await (const histories of engine.readHistories(ctx.db, request)) {
    for (const history of histories) {
      const results = plan.calculate(history, request.through, awards);
      const amount = results.reduce((sum, each) => sum + each.amount, 0n);
      if (amount !== 0n) paid.push({ payeeKind: history.kind, payeeCode: history.code, amount, currency: plan.currency });
    }
    await setImmediate();
  }
  return paid;
} // prettier-ignore
