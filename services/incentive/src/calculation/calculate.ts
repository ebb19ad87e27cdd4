import type { Facts, Look, PlanPeriod } from './calculator.js';
import { type CompiledComponent, type CompiledPlan, compilePlan } from './compile.js';
import { isEligible } from './eligibility.js';
import { explainParts, explainResult } from './explain.js';
import { type Fraction, roundFraction, sumFractions } from './fraction.js';
import type { Month, PayeeHistory } from './history.js';
import type { Participation } from './participation.js';
import { beginModifier, type Modify } from './modifiers.js';
import { payPeriodsBetween } from './pay-periods.js';
import { type Award, awardKey, type Awards, NO_AWARDS, type RankingEntry } from './ranking.js';

export { type CompiledPlan, compilePlan, explainResult };

/** What a payee earns by one component in one period. Never zero. */
export interface PayeeResult {
  readonly component: string;
  readonly period: string;
  /** YYYY-MM-DD */
  readonly periodEnd: string;
  readonly amount: bigint;
  /** JSON: all that the amount follows from besides the plan. */
  readonly facts: Readonly<Record<string, unknown>>;
}

type Earning = Extract<CompiledComponent, { readonly is: 'earning' }>;

/**
 * Everything a plan gives a payee up to and including the period of the month `through`: by period, then in the order of
 * the components, each amount rounded once. Pure: the same history gives the same results.
 */
export function calculatePayee(
  plan: CompiledPlan,
  history: PayeeHistory,
  through: Month,
  awards: Awards = NO_AWARDS,
): readonly PayeeResult[] {
  const modifiers = new Map(
    plan.components.flatMap((each) =>
      each.is === 'modifier' ? [[each.code, beginModifier(each.modifier)] as const] : [],
    ),
  );
  return periodsOf(plan, through).flatMap((period) =>
    calculatePeriod(plan, history, { period, awards, modifiers }),
  );
}

/** The entries of a payee in the plan's rankings, for {@link rankPayees}. */
export function rankingEntries(plan: CompiledPlan, history: PayeeHistory, through: Month): RankingEntry[] {
  const ranked = plan.components.filter((each): each is Earning => each.is === 'earning' && each.ranked);
  return periodsOf(plan, through).flatMap((period) =>
    ranked.flatMap((component) => {
      const facts = gather(plan, component, history, period);
      if (!facts) return [];
      const { group = '', numerator = '0', denominator = '1' } = facts as Readonly<Record<string, string>>;
      const value = { numerator: BigInt(numerator), denominator: BigInt(denominator) };
      return [{ component: component.code, period: period.name, group, code: history.code, value }];
    }),
  );
}

/** By plan and last month: the same for every payee. */
const known = new WeakMap<CompiledPlan, Map<Month, readonly PlanPeriod[]>>();

/** The plan's periods up to the one in which `through` lies. */
function periodsOf(plan: CompiledPlan, through: Month): readonly PlanPeriod[] {
  const ofPlan = known.get(plan) ?? new Map<Month, readonly PlanPeriod[]>();
  known.set(plan, ofPlan);
  const periods = ofPlan.get(through) ?? listPeriods(plan, through);
  ofPlan.set(through, periods);
  return periods;
}

function listPeriods({ period, firstMonth, lastMonth }: CompiledPlan, through: Month): PlanPeriod[] {
  const last = lastMonth === null ? through : Math.min(lastMonth, through);
  return payPeriodsBetween(period, firstMonth, last).map((each) => ({
    ...each,
    yearFirst: Math.max(firstMonth, each.first - (each.first % 12)),
  }));
}

interface Calculating {
  readonly period: PlanPeriod;
  readonly awards: Awards;
  readonly modifiers: ReadonlyMap<string, Modify>;
}

function calculatePeriod(
  plan: CompiledPlan,
  history: PayeeHistory,
  { period, awards, modifiers }: Calculating,
): PayeeResult[] {
  const amounts = new Map<string, bigint>();
  const results: PayeeResult[] = [];
  for (const component of plan.components) {
    const given =
      component.is === 'earning'
        ? earn(plan, component, history, { period, awards, modifiers })
        : modify(component, history, period, { amounts, run: modifiers.get(component.code) });
    if (!given || given.amount === 0n) continue;
    amounts.set(component.code, given.amount);
    results.push({ component: component.code, period: period.name, periodEnd: period.end, ...given });
  }
  return results;
}

type Given = Pick<PayeeResult, 'amount' | 'facts'>;

function earn(
  plan: CompiledPlan,
  component: Earning,
  history: PayeeHistory,
  { period, awards }: Calculating,
): Given | undefined {
  const gathered = gather(plan, component, history, period);
  if (!gathered) return undefined;
  const award = awards.get(awardKey(component.code, period.name, history.code));
  const facts = {
    ...gathered,
    ...(component.ranked && award ? awardFacts(award) : {}),
    ...(component.prorated ? participationFacts(history.participation(period.first, period.months)) : {}),
  };
  const exact = sumFractions(explainParts(component.calculator, facts).map(({ earned }) => earned ?? NONE));
  return { amount: roundFraction(exact), facts };
}

const NONE: Fraction = { numerator: 0n, denominator: 1n };

function awardFacts({ place, tied, amount }: Award): Facts {
  return { place: place.toString(), tied: tied.toString(), prize: amount.toString() };
}

function participationFacts({ days, of }: Participation): Facts {
  return { participation: `${days}/${of}` };
}

function gather(
  plan: CompiledPlan,
  component: Earning,
  history: PayeeHistory,
  period: PlanPeriod,
): Facts | undefined {
  if (history.kind !== component.calculator.payee) return undefined;
  if (!isEligible(plan.eligible, history, period.end)) return undefined;
  return component.calculator.gather(lookAt(history, component.measures), period);
}

function modify(
  { measures, on, payee }: Extract<CompiledComponent, { readonly is: 'modifier' }>,
  history: PayeeHistory,
  period: PlanPeriod,
  { amounts, run }: { readonly amounts: ReadonlyMap<string, bigint>; readonly run: Modify | undefined },
): Given | undefined {
  if (!run || (payee !== undefined && payee !== history.kind)) return undefined;
  const sum = on.reduce((total, code) => total + (amounts.get(code) ?? 0n), 0n);
  return run(sum, lookAt(history, measures), period);
}

/** A history as one component sees it, by its own measures. */
function lookAt(history: PayeeHistory, measures: readonly number[]): Look {
  return {
    code: history.code,
    sum: (measure, first, months) => history.sum(measures[measure]!, first, months),
    transactions: (measure, first, months) => history.transactions(measures[measure]!, first, months),
    quota: (set, first, months) => history.quota(set, first, months),
    fact: (name, on) => history.fact(name, on),
    participation: (first, months) => history.participation(first, months),
  };
}
