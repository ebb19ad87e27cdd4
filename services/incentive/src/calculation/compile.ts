import type { Component, EarningComponent, Modifier, Plan } from '@quyu/incentive-contracts';
import { attainmentBonusOf, yearEndBonusOf } from './bonus-calculators.js';
import type { Calculator } from './calculator.js';
import type { ComponentTypes } from './component-types.js';
import { asksOf } from './gates.js';
import type { Measure, Month } from './history.js';
import { eligibilityFacts } from './eligibility.js';
import { isModifier, withInlineModifiers } from './inline-modifiers.js';
import { firstMonthFrom, lastMonthUntil, type PayPeriodKind } from './pay-periods.js';
import { rankingCalculatorOf, type RankingComponent, rankingOf } from './ranking.js';
import { flatOf, growthRebateOf, tieredOf, unitAwardOf } from './sales-calculators.js';

/** A component made ready; `measures` are its own, as indices into the plan's. */
export type CompiledComponent =
  | {
      readonly is: 'earning';
      readonly code: string;
      readonly calculator: Calculator;
      readonly measures: readonly number[];
      readonly prorated: boolean;
      readonly ranked: boolean;
    }
  | {
      readonly is: 'modifier';
      readonly code: string;
      readonly modifier: Modifier;
      readonly measures: readonly number[];
      readonly on: readonly string[];
      readonly payee: 'partner' | 'salesperson' | undefined;
    };

/** A plan made ready: what it asks of histories, and its components with their calculators. */
export interface CompiledPlan {
  readonly code: string;
  readonly version: number;
  readonly currency: string;
  readonly period: PayPeriodKind;
  /** Of the first whole period in the plan's dates. */
  readonly firstMonth: Month;
  /** Of the last whole period; null when the plan has no end. */
  readonly lastMonth: Month | null;
  readonly measures: readonly Measure[];
  /** That components of each kind of payee look at. */
  readonly quotaSets: Readonly<Record<'partner' | 'salesperson', readonly string[]>>;
  readonly factNames: readonly string[];
  /** Whether it asks when payees took part. */
  readonly prorates: boolean;
  readonly payeeKinds: ReadonlySet<'partner' | 'salesperson'>;
  readonly rankings: readonly RankingComponent[];
  readonly eligible: Plan['eligible'];
  readonly components: readonly CompiledComponent[];
}

/** @throws RangeError naming plan and component when a module is not there. */
export function compilePlan(plan: Plan, types: ComponentTypes): CompiledPlan {
  const asked: Measure[] = [];
  const components: CompiledComponent[] = [];
  for (const component of plan.components.flatMap(withInlineModifiers)) {
    const before = components.map(({ code }) => code);
    components.push(
      compileComponent(plan, component, { types, before, ask: (measure) => ask(asked, measure) }),
    );
  }
  const earning = components.flatMap((each) => (each.is === 'earning' ? [each.calculator] : []));
  const tests = components.flatMap((each) => (each.is === 'modifier' ? testsOf(each.modifier) : []));
  const facts = [
    ...earning.flatMap(({ factNames = [] }) => factNames),
    ...tests.flatMap((test) => asksOf(test).factNames),
  ];
  const period = plan.period ?? 'quarter';
  return {
    code: plan.code,
    version: plan.version,
    currency: plan.currency,
    period,
    firstMonth: firstMonthFrom(period, plan.effectiveFrom),
    lastMonth: plan.effectiveTo === null ? null : lastMonthUntil(period, plan.effectiveTo),
    measures: asked.map((measure) => withWindow(measure, plan)),
    quotaSets: { partner: quotaSetsOf(earning, 'partner'), salesperson: quotaSetsOf(earning, 'salesperson') },
    factNames: [...new Set([...facts, ...eligibilityFacts(plan.eligible)])],
    prorates: components.some((each) => each.is === 'earning' && (each.prorated || each.calculator.prorates)),
    payeeKinds: new Set(components.flatMap((each) => payeeOf(each))),
    rankings: plan.components.flatMap((each) => (each.kind === 'ranking-award' ? [rankingOf(each)] : [])),
    eligible: plan.eligible,
    components,
  };
}

function quotaSetsOf(calculators: readonly Calculator[], kind: Calculator['payee']): readonly string[] {
  return [...new Set(calculators.flatMap(({ payee, quotaSets = [] }) => (payee === kind ? quotaSets : [])))];
}

interface Compiling {
  readonly types: ComponentTypes;
  readonly before: readonly string[];
  readonly ask: (measure: Measure) => number;
}

function compileComponent(
  plan: Plan,
  component: Component,
  { types, before, ask: index }: Compiling,
): CompiledComponent {
  const { code } = component;
  if (isModifier(component)) {
    const measures = testsOf(component).flatMap((test) => asksOf(test).measures.map(index));
    const payee = component.kind === 'draw' ? component.payee : undefined;
    return { is: 'modifier', code, modifier: component, measures, on: component.on ?? before, payee };
  }
  const calculator = calculatorOf(plan, component, types);
  const prorated = component.kind !== 'custom' && component.prorated === true;
  const ranked = component.kind === 'ranking-award';
  return { is: 'earning', code, calculator, measures: calculator.measures.map(index), prorated, ranked };
}

function testsOf(modifier: Modifier) {
  if (modifier.kind === 'gate') return [modifier.test];
  return modifier.kind === 'holdback' && modifier.release.when === 'test-holds'
    ? [modifier.release.test]
    : [];
}

function payeeOf(component: CompiledComponent): readonly ('partner' | 'salesperson')[] {
  if (component.is === 'earning') return [component.calculator.payee];
  return component.payee ? [component.payee] : [];
}

function ask(asked: Measure[], measure: Measure): number {
  const text = JSON.stringify(measure);
  const known = asked.findIndex((each) => JSON.stringify(each) === text);
  return known >= 0 ? known : asked.push(measure) - 1;
}

/** The window of a plan's clawback holds for all that the plan measures. */
function withWindow(measure: Measure, { components }: Plan): Measure {
  const clawback = components.find((each) => each.kind === 'clawback');
  const days = clawback?.windowDays;
  return days === undefined ? measure : { ...measure, returnsWithinDays: days };
}

function calculatorOf(plan: Plan, component: EarningComponent, types: ComponentTypes): Calculator {
  switch (component.kind) {
    case 'flat':
      return flatOf(component);
    case 'tiered':
      return tieredOf(component);
    case 'unit-award':
      return unitAwardOf(component);
    case 'attainment-bonus':
      return attainmentBonusOf(component);
    case 'growth-rebate':
      return growthRebateOf(component);
    case 'year-end-bonus':
      return yearEndBonusOf(component);
    case 'ranking-award':
      return rankingCalculatorOf(component);
    case 'custom': {
      const known = types.get(component.type);
      if (known) return known.make(component.settings);
      const named = `plan "${plan.code}", component "${component.code}"`;
      throw new RangeError(`${named}: no module adds the component type "${component.type}"`);
    }
  }
}
