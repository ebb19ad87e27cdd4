import {
  type ChangedSales,
  type Component,
  incentiveErrors,
  type Plan,
  type PlanDraft,
} from '@quyu/incentive-contracts';
import type { Fault, Problem } from '@quyu/plugin-kit';
import { setImmediate } from 'node:timers/promises';
import { UnknownFactError } from '../calculation/known-facts.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { planFaults } from '../plans/plans.js';
import { type Ask, asksOf, askedOf } from './asks.js';
import type { Engine, ReadyPlan } from './engine.js';
import { rank } from './rank.js';
import { type ChangeSales, onChangedSales } from './changed-sales.js';
import { selectLedger } from './run-store.js';
import { lastDayOf } from './run-days.js';
import { selectPaid } from './what-if-store.js';
import { moversOf, type Paid, totalsOf } from './what-if.js';

const MOVERS_SHOWN = 20;
const PERIODS_AT_MOST = 240;

export interface WhatIfNeeds {
  readonly engine: Engine;
  readonly checkCustom: (component: Extract<Component, { readonly kind: 'custom' }>) => readonly Fault[];
  readonly latestPlans: (db: Tx['db']) => Promise<readonly Plan[]>;
  readonly changeSales: ChangeSales;
}

/** Calculates a plan as a run would, on the stored sales or on changed ones, and keeps nothing of it. */
export function whatIfRoutes(ctx: Context, needs: WhatIfNeeds): RoutesOf<'tryPlan'> {
  return {
    tryPlan: async ({ params: { code }, body: { plan: draft, sales, through, limit = MOVERS_SHOWN }, scope }) => {
      const plan = await planToTry(ctx, needs, code, draft);
      const compare = (db: Tx['db']) => comparePlan(db, needs.engine, plan, { day: through, sales });
      if (sales && scope !== 'everything') throw limited();
      const change = needs.changeSales;
      const { before, after } = await (sales ? onChangedSales(ctx, { sales, change }, compare) : compare(ctx.db));
      const movers = moversOf(before, after);
      return { before: totalsOf(before), after: totalsOf(after), payees: movers.length, movers: movers.slice(0, limit) };
    },
  };
} // prettier-ignore

/** Lines go into lists that a limited caller does not see. */
function limited(): Problem {
  const fault = { pointer: '/body/sales', code: 'limited', message: 'can be changed only by a caller whose grant is not limited' };
  return incentiveErrors.SALES_INVALID({ detail: `${fault.pointer} ${fault.message}`, errors: [fault] });
} // prettier-ignore

/** The plan that is given, or else the latest version of the one with the code. @throws Problem PLAN_INVALID or PLAN_NOT_FOUND. */
async function planToTry(ctx: Context, needs: WhatIfNeeds, code: string, draft: PlanDraft | undefined): Promise<Plan> {
  if (draft) {
    refuseFaults(ctx, needs, draft);
    return { code, version: 1, ...draft };
  }
  const plan = (await needs.latestPlans(ctx.db)).find((each) => each.code === code);
  if (!plan) throw incentiveErrors.PLAN_NOT_FOUND({ detail: `no plan has the code "${code}": give one as "plan"` });
  return plan;
} // prettier-ignore

interface Compared {
  readonly day: string | undefined;
  readonly sales: ChangedSales | undefined;
}

/** What the results of a plan's code come to as they stand, and what the plan gives on what is there now. */
async function comparePlan(db: Tx['db'], engine: Engine, plan: Plan, { day, sales }: Compared) {
  const ready = engine.compilePlan(plan);
  const request = { mode: 'full' as const, ...(day === undefined ? {} : { through: day }) };
  const ledger = await selectLedger(db);
  const known = { through: Math.max(ledger.through, lastMonthOf(sales)), calculated: new Map() };
  const asked = askedOf(request, [ready], known);
  refuseTooLong(ready, asked.through);
  const after = await calculateAll(db, engine, asksOf(request, [ready], asked, []));
  return { before: await selectPaid(db, plan.code, lastDayOf(asked.through)), after };
}

/** The last month of the last year in which lines are added. */
function lastMonthOf(sales: ChangedSales | undefined): number {
  const years = sales?.add?.map(({ date }) => Number(date.slice(0, 4))) ?? [];
  return Math.max(-1, ...years) * 12 + 11;
}

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
async function calculateAll(db: Tx['db'], engine: Engine, asks: readonly Ask[]): Promise<Paid[]> {
  try {
    const paid: Paid[] = [];
    for (const ask of asks) paid.push(...(await calculateOne(db, engine, ask)));
    return paid;
  } catch (error) {
    if (error instanceof UnknownFactError)
      throw planInvalid({ pointer: '/body/plan', code: 'unknown_fact', message: error.message });
    if (error instanceof RangeError) throw incentiveErrors.RATE_MISSING({ detail: error.message });
    throw error;
  }
}

async function calculateOne(db: Tx['db'], engine: Engine, { plan, request }: Ask): Promise<Paid[]> {
  const awards = await rank({ plan, request }, () => engine.readHistories(db, request));
  const paid: Paid[] = [];
  for await (const histories of engine.readHistories(db, request)) {
    for (const history of histories) {
      const results = plan.calculate(history, request.through, awards);
      const amount = results.reduce((sum, each) => sum + each.amount, 0n);
      if (amount !== 0n) paid.push({ payeeKind: history.kind, payeeCode: history.code, amount, currency: plan.currency });
    }
    await setImmediate();
  }
  return paid;
} // prettier-ignore
