import type { Fraction } from './fraction.js';
import type { Measure, Month } from './history.js';
import type { Participation } from './participation.js';
import type { PayPeriod } from './pay-periods.js';

/** What the exact amount of a component follows from besides the plan: text and lists of text, as they are kept. */
export type Facts = Readonly<Record<string, string | readonly string[]>>;

/** A part of how an amount comes about; what the parts earn sums to the exact amount. */
export interface Part {
  readonly step: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly earned?: Fraction;
}

/** One payee's history as a component sees it: `measure` is an index into the component's own measures. */
export interface Look {
  readonly code: string;
  sum(measure: number, first: Month, months: number): Fraction;
  transactions(measure: number, first: Month, months: number): readonly Fraction[];
  quota(set: string, first: Month, months: number): Fraction | undefined;
  fact(name: string, on: string): string | undefined;
  participation(first: Month, months: number): Participation;
}

/** A period, and from which month of its year the plan counts: it may have begun within the year. */
export interface PlanPeriod extends PayPeriod {
  readonly yearFirst: Month;
}

/** How a component calculates: gather what matters, then earn by nothing but that. */
export interface Calculator {
  readonly payee: 'partner' | 'salesperson';
  readonly measures: readonly Measure[];
  readonly quotaSets?: readonly string[];
  readonly factNames?: readonly string[];
  /** Whether it asks when payees took part. */
  readonly prorates?: boolean;
  /** What the amount of the period follows from; undefined where nothing can be earned. Pure. */
  gather(look: Look, period: PlanPeriod): Facts | undefined;
  /** The parts of the amount, in minor units before the one rounding of their sum. Pure: the same facts, the same parts. */
  explain(facts: Facts): readonly Part[];
}

/** A fact that is one text; empty when it is not there. */
export function factText(facts: Facts, name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
}

/** A fact that is a list; empty when it is not there. */
export function factList(facts: Facts, name: string): readonly string[] {
  const value = facts[name];
  return typeof value === 'object' ? value : [];
}
