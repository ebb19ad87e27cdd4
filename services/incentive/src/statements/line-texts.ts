import type { Component, Plan, Statement, StatementLine } from '@quyu/incentive-contracts';
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
  const components = plans.filter(({ code }) => code === earning.planCode).flatMap((plan) => plan.components);
  const component = components.find(({ code }) => code === earning.component);
  const reading = { currency: earning.result.currency, measuresAmounts: measuresAmounts(component), language };
  return earning.trace.map((step) => traceSentence(step, reading));
} // prettier-ignore

function measuresAmounts(component: Component | undefined): boolean {
  if (!component || !('measure' in component) || component.measure === undefined) return true;
  return !('of' in component.measure) || (component.measure.of ?? 'amount') === 'amount';
}
