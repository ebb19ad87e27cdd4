import type { Plan, TraceStep } from '@quyu/incentive-contracts';
import { type Fraction, roundFraction } from '../calculation/fraction.js';
import type { Measure, Month, PayeeHistory } from '../calculation/history.js';
import { periodOf, type Quarter } from '../periods.js';
import type { Calculator } from '../extension-points.js';
import type { Engine, PayeeKind, PayeeResult, ReadyPlan, ResultToExplain } from '../runs/engine.js';
import type { ComponentTypes } from './components.js';
import { readHistories } from './quarter-histories.js';
import { type PlanInForce, planInForce } from './rewards.js';
import { type FactsText, partnerFactsText, salespersonFactsText, traceResult } from './trace.js';

/** Calculates plans whose components pay by quarter, on the sums of what payees sold. */
export function quarterlyEngine(types: ComponentTypes): Engine {
  return {
    compilePlan: (plan) => compile(plan, types),
    explainWithoutPlan: (result) => explain(undefined, result),
    readHistories,
  };
}

function compile(plan: Plan, types: ComponentTypes): ReadyPlan {
  const inForce = planInForce(plan, types);
  const { code, version, currency, components, span } = inForce;
  const payeeKinds = new Set(components.map(({ calculator }) => calculator.payee));
  const measures = [...payeeKinds].map((payee) => ({ payee, credit: 'own', of: 'amount' }) as const);
  return {
    code,
    version,
    currency,
    firstMonth: span.first * 3,
    measures,
    quotaSets: ['sales'],
    factNames: [],
    payeeKinds,
    calculate: (history, through) => calculatePayee(inForce, measures, history, through),
    explain: (result) => explain(inForce, result),
  };
}

function explain(
  plan: PlanInForce | undefined,
  { component, facts, currency }: ResultToExplain,
): TraceStep[] {
  const calculator = plan?.components.find(({ code }) => code === component)?.calculator;
  return traceResult(calculator, textOf(facts), currency);
}

function textOf(facts: Readonly<Record<string, unknown>>): FactsText {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
}

function calculatePayee(
  plan: PlanInForce,
  measures: readonly Measure[],
  history: PayeeHistory,
  through: Month,
): PayeeResult[] {
  const measure = measures.findIndex(({ payee }) => payee === history.kind);
  const sales = (quarter: Quarter): bigint => roundFraction(history.sum(measure, quarter * 3, 3));
  const last = Math.min(plan.span.last ?? Infinity, Math.floor((through + 1) / 3) - 1);
  const results: PayeeResult[] = [];
  for (let quarter = plan.span.first; quarter <= last; quarter += 1)
    results.push(...ofQuarter(plan, history, quarter, sales));
  return results;
}

function ofQuarter(
  plan: PlanInForce,
  history: PayeeHistory,
  quarter: Quarter,
  sales: (quarter: Quarter) => bigint,
): PayeeResult[] {
  const sold = sales(quarter);
  const quota = history.quota('sales', quarter * 3, 3);
  if (sold === 0n && !quota) return [];
  return plan.components.flatMap(({ code: component, calculator }) => {
    const earned = earnedBy(calculator, history.kind, { sales: sold, prior: sales(quarter - 4), quota });
    const amount = earned ? roundFraction(earned.exact) : 0n;
    if (!earned || amount === 0n) return [];
    const { facts } = earned;
    return [{ component, period: periodOf(quarter), periodEnd: lastDayOf(quarter), amount, facts }];
  });
}

function earnedBy(
  calculator: Calculator,
  kind: PayeeKind,
  known: { readonly sales: bigint; readonly prior: bigint; readonly quota: Fraction | undefined },
): { readonly exact: Fraction; readonly facts: FactsText } | undefined {
  const { sales, prior, quota } = known;
  if (calculator.payee !== kind) return undefined;
  if (calculator.payee === 'partner') {
    const facts = { sales, priorSales: prior };
    return { exact: calculator.exact(facts), facts: partnerFactsText(facts) };
  }
  if (!quota) return undefined;
  const facts = { sales, quota: roundFraction(quota) };
  return { exact: calculator.exact(facts), facts: salespersonFactsText(facts) };
}

const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'] as const;

function lastDayOf(quarter: Quarter): string {
  return `${String(Math.floor(quarter / 4)).padStart(4, '0')}-${LAST_DAYS[quarter % 4]!}`;
}
