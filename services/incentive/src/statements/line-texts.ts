import type { Component, Plan, Result, Statement, StatementLine } from '@quyu/incentive-contracts';
import { amountText } from '../currencies/amount-text.js';
import { traceSentence } from './trace-words.js';
import { type Language, words } from './words.js';

/** A statement, and all that its text needs besides. */
export interface StatementDocument {
  readonly statement: Statement;
  /** The versions of plans that its lines name, for reading their traces. */
  readonly plans: readonly Plan[];
  readonly language: Language;
  /** The business day on which it is made. */
  readonly asOf: string;
  /** Who pays. */
  readonly from: string | undefined;
}

/** What a line is, in a few words. */
export function lineTitle(line: StatementLine, language: Language): string {
  const { kinds, trueUp } = words[language];
  const { earning, kind } = line;
  if (!earning) {
    const held = BigInt(line.held.amount);
    return held === 0n
      ? kinds[kind]
      : `${kinds[kind]} ${amountText(held < 0n ? -held : held, line.held.currency)}`;
  }
  const { planName, component, period, result } = earning;
  const about =
    earning.kind === 'true-up' ? trueUp(period, amountText(BigInt(result.amount), result.currency)) : period;
  return `${planName} · ${component} · ${about}`;
}

/** How it came about: the sentences of its trace, or the reason that was given. */
export function lineExplanation(line: StatementLine, { plans, language }: StatementDocument): readonly string[] {
  const { earning, reason } = line;
  if (!earning) return reason === null ? [] : [reason];
  const plan = plans.find(({ code, components }) => code === earning.planCode && components.some((each) => each.code === earning.component));
  return resultSentences(plan, { component: earning.component, amount: earning.result, trace: earning.trace }, language);
} // prettier-ignore

/** The trace of a result as sentences. */
export function resultSentences(
  plan: Plan | undefined,
  { component: code, amount, trace }: Pick<Result, 'component' | 'amount' | 'trace'>,
  language: Language,
): readonly string[] {
  const component = plan?.components.find((each) => each.code === code);
  const reading = { currency: amount.currency, measuresAmounts: measuresAmounts(component), language };
  return trace.map((step) => traceSentence(step, reading));
}

function measuresAmounts(component: Component | undefined): boolean {
  if (!component || !('measure' in component) || component.measure === undefined) return true;
  return !('of' in component.measure) || (component.measure.of ?? 'amount') === 'amount';
}
