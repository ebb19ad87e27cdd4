import type { TraceStep } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Calculator, Part, PartnerFacts, SalespersonFacts } from '../extension-points.js';
import { addFractions, type Fraction, fractionText, NOTHING, roundFraction } from '../calculation/fraction.js';

/** Facts as they are kept beside a result; none of one that no plan gives any more. */
export type FactsText = Readonly<Record<string, string>>;

export function partnerFactsText({ sales, priorSales }: PartnerFacts): FactsText {
  return { sales: sales.toString(), priorSales: priorSales.toString() };
}

export function salespersonFactsText({ sales, quota }: SalespersonFacts): FactsText {
  return { sales: sales.toString(), quota: quota.toString() };
}

/** Explains a result from the facts it was made of, by the same functions that made it. */
export function traceResult(
  calculator: Calculator | undefined,
  facts: FactsText,
  currency: string,
): TraceStep[] {
  if (Object.keys(facts).length === 0)
    return [{ step: 'no-longer-earned', inputs: {}, amount: money(0n, currency) }];
  // Only a module can be missing: plans keep every version.
  if (!calculator) return [{ step: 'module-not-installed', inputs: facts, amount: null }];
  const parts = explain(calculator, facts);
  const exact = parts.reduce((sum, { earned = NOTHING }) => addFractions(sum, earned), NOTHING);
  return [...parts.map(stepOf), roundingStep(exact, currency)];
}

function explain(calculator: Calculator, facts: FactsText): readonly Part[] {
  const read = (name: string): bigint => BigInt(facts[name] ?? '0');
  const sales = read('sales');
  return calculator.payee === 'partner'
    ? calculator.explain({ sales, priorSales: read('priorSales') })
    : calculator.explain({ sales, quota: read('quota') });
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
