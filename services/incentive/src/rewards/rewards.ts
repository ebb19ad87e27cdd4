import type { Plan } from '@quyu/incentive-contracts';
import { calculatePayee, type CompiledPlan, compilePlan } from '../calculation/calculate.js';
import type { ComponentTypes } from '../calculation/component-types.js';
import { wholeFraction } from '../calculation/fraction.js';
import type { PayeeHistory } from '../calculation/history.js';
import type { Quarter } from '../periods.js';
import { quartersOf, type QuarterSpan } from '../plans/plans.js';

/** What a partner's reward of a quarter follows from, in minor units. */
export interface PartnerFacts {
  readonly sales: bigint;
  /** Sales of the same quarter of the year before. */
  readonly priorSales: bigint;
}

/** What a salesperson's reward of a quarter follows from, in minor units; the quota is above zero. */
export interface SalespersonFacts {
  readonly sales: bigint;
  readonly quota: bigint;
}

/** A plan made ready to calculate with. */
export interface PlanInForce extends CompiledPlan {
  readonly span: QuarterSpan;
}

/** What a payee earns by one component in one quarter, as calculated. Zero is an amount like any other. */
export interface Reward {
  readonly planCode: string;
  readonly planVersion: number;
  readonly component: string;
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly quarter: Quarter;
  readonly amount: bigint;
  readonly currency: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Facts of one payee and quarter. */
export interface PayeeQuarter<Facts> {
  readonly payeeCode: string;
  readonly quarter: Quarter;
  readonly facts: Facts;
}

/** @throws RangeError naming the plan and the component that cannot be calculated here. */
export function planInForce(plan: Plan, types: ComponentTypes): PlanInForce {
  refuseUnknownSums(plan);
  return { ...compilePlan(plan, types), span: quartersOf(plan) };
}

/** Runs know a payee's sales of a quarter and of the same a year before: what looks at more is refused, not paid wrongly. */
function refuseUnknownSums({ code, components, period = 'quarter', eligible }: Plan): void {
  const unknown = components.find((component) => !looksAtQuarters(component));
  if (unknown)
    throw new RangeError(
      `plan "${code}", component "${unknown.code}": runs do not calculate ${unknown.kind} like this yet`,
    );
  if (period !== 'quarter' || eligible)
    throw new RangeError(`plan "${code}": runs calculate only quarters, and for all payees, yet`);
}

const NARROWED = ['measure', 'gates', 'cap', 'floor', 'prorated', 'quotas', 'against'];
const KNOWN = new Set(['custom', 'flat', 'tiered', 'growth-rebate', 'attainment-bonus']);

function looksAtQuarters(component: Plan['components'][number]): boolean {
  const ofPeriod = component.kind !== 'tiered' || component.basis === 'period';
  return ofPeriod && KNOWN.has(component.kind) && !NARROWED.some((name) => name in component);
}

export function isInSpan(quarter: Quarter, { first, last }: QuarterSpan): boolean {
  return quarter >= first && (last === null || quarter <= last);
}

/** What partners earn by all plans, each amount rounded once. */
export function rewardPartners(
  plans: readonly PlanInForce[],
  partners: readonly PayeeQuarter<PartnerFacts>[],
): Reward[] {
  return rewardPayees(plans, partners, 'partner', ({ sales, priorSales }) => ({ sales, priorSales }));
}

/** What salespeople earn by all plans, each amount rounded once. */
export function rewardSalespeople(
  plans: readonly PlanInForce[],
  salespeople: readonly PayeeQuarter<SalespersonFacts>[],
): Reward[] {
  return rewardPayees(plans, salespeople, 'salesperson', ({ sales, quota }) => ({ sales, quota }));
}

interface KnownSums {
  readonly sales: bigint;
  readonly priorSales?: bigint;
  readonly quota?: bigint;
}

function rewardPayees<Facts>(
  plans: readonly PlanInForce[],
  payees: readonly PayeeQuarter<Facts>[],
  payeeKind: Reward['payeeKind'],
  sumsOf: (facts: Facts) => KnownSums,
): Reward[] {
  return plans.flatMap((plan) =>
    payees
      .filter(({ quarter }) => isInSpan(quarter, plan.span))
      .flatMap(({ payeeCode, quarter, facts }) =>
        rewardQuarter(plan, quarter, historyOf(payeeKind, payeeCode, quarter, sumsOf(facts))),
      ),
  );
}

/** A result for every component of the payee's kind: of those that give nothing, one of zero. */
function rewardQuarter(plan: PlanInForce, quarter: Quarter, history: PayeeHistory): Reward[] {
  const [firstMonth, lastMonth] = [quarter * 3, quarter * 3 + 2];
  const results = new Map(
    calculatePayee({ ...plan, firstMonth, lastMonth }, history, lastMonth).map((each) => [
      each.component,
      each,
    ]),
  );
  const named = { planCode: plan.code, planVersion: plan.version, currency: plan.currency, quarter };
  return plan.components
    .filter((each) => each.is === 'modifier' || each.calculator.payee === history.kind)
    .map(({ code: component }) => {
      const { amount = 0n, facts = {} } = results.get(component) ?? {};
      return { ...named, component, payeeKind: history.kind, payeeCode: history.code, amount, facts };
    });
}

/** Knows a quarter and the same of the year before, and nothing else. */
function historyOf(
  kind: PayeeHistory['kind'],
  code: string,
  quarter: Quarter,
  known: KnownSums,
): PayeeHistory {
  const months = new Map([
    [quarter * 3, known.sales],
    [quarter * 3 - 12, known.priorSales ?? 0n],
  ]);
  const { quota } = known;
  return {
    kind,
    code,
    sum: (_measure, first) => wholeFraction(months.get(first) ?? 0n),
    transactions: () => [],
    quota: () => (quota === undefined ? undefined : wholeFraction(quota)),
    fact: () => undefined,
    participation: () => ({ days: 1, of: 1 }),
  };
}
