import type { TraceStep } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { type Calculator, type Facts, factText, type Part } from './calculator.js';
import type { CompiledPlan } from './compile.js';
import {
  type Fraction,
  fractionText,
  multiplyFractions,
  NOTHING,
  readFraction,
  roundFraction,
  subtractFractions,
  sumFractions,
} from './fraction.js';

/** The parts of a component's amount with its proration: their sum, rounded once, is the amount. */
export function explainParts(calculator: Calculator, facts: Facts): readonly Part[] {
  const parts = calculator.explain(facts);
  const share = factText(facts, 'participation');
  if (share === '') return parts;
  const whole = sumFractions(parts.map(({ earned = NOTHING }) => earned));
  const earned = subtractFractions(multiplyFractions(whole, readFraction(share)), whole);
  return [...parts, { step: 'prorated', inputs: { days: share }, earned }];
}

/** Explains a result from the facts it was made of, by the same functions that made it. */
export function explainResult(
  plan: CompiledPlan | undefined,
  result: {
    readonly component: string;
    readonly period: string;
    readonly facts: Readonly<Record<string, unknown>>;
    readonly currency: string;
  },
): TraceStep[] {
  const { currency } = result;
  const facts = result.facts as Facts;
  if (Object.keys(facts).length === 0)
    return [{ step: 'no-longer-earned', inputs: {}, amount: money(0n, currency) }];
  const component = plan?.components.find(({ code }) => code === result.component);
  // Only a module can be missing: plans keep every version.
  if (!component) return [{ step: 'module-not-installed', inputs: textsOf(facts), amount: null }];
  const parts =
    component.is === 'earning'
      ? explainParts(component.calculator, facts)
      : [
          {
            step: component.modifier.kind,
            inputs: textsOf(facts),
            earned: readFraction(factText(facts, 'amount')),
          },
        ];
  const exact = sumFractions(parts.map(({ earned = NOTHING }) => earned));
  return [...parts.map(stepOf), roundingStep(exact, currency)];
}

function textsOf(facts: Facts): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, [value].flat().join(' ')]));
}

function stepOf({ step, inputs, earned }: Part): TraceStep {
  return { step, inputs: { ...inputs, ...(earned ? { earned: fractionText(earned) } : {}) }, amount: null };
}

function roundingStep(exact: Fraction, currency: string): TraceStep {
  return {
    step: 'rounded-half-up',
    inputs: { exact: fractionText(exact) },
    amount: money(roundFraction(exact), currency),
  };
}
