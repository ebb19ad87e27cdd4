import { isDeepStrictEqual } from 'node:util';
import type { GateTest } from '@quyu/incentive-contracts';
import type { Measure } from './history.js';
import { compareFractions, fractionText, readFraction } from './fraction.js';
import { measureOf } from './measure-of.js';
import type { Look, PlanPeriod } from './calculator.js';

/** What a gate asks of a payee's history. */
export interface GateAsks {
  readonly measures: readonly Measure[];
  readonly factNames: readonly string[];
}

export function asksOf(test: GateTest): GateAsks {
  if (test.looksAt === 'fact') return { measures: [], factNames: [test.fact] };
  return { measures: [measureOf(test.payee, test.measure)], factNames: [] };
}

/** What a gate found. A fact that is not known holds for nothing but `not-equals`. */
export interface Found {
  readonly holds: boolean;
  readonly found: string;
}

/** Whether a test holds for a period: facts as of its last day, measures over it. */
export function tryGate(test: GateTest, look: Look, { first, months, end }: PlanPeriod): Found {
  if (test.looksAt === 'measure') {
    const found = fractionText(look.sum(0, first, months));
    return { holds: compares(test.is, found, test.value), found };
  }
  const found = look.fact(test.fact, end);
  if (found === undefined) return { holds: test.is === 'not-equals', found: '' };
  return { holds: compares(test.is, found, test.value), found };
}

const NUMBER = /^-?\d+(\.\d+)?(\/\d+)?$/;

function compares(is: Extract<GateTest, { looksAt: 'fact' }>['is'], found: string, value: string): boolean {
  if (is === 'equals') return found === value;
  if (is === 'not-equals') return found !== value;
  // Only numbers have more and less.
  if (!NUMBER.test(found) || !NUMBER.test(value)) return false;
  const compared = compareFractions(readFraction(found), readFraction(value));
  return is === 'at-least' ? compared >= 0 : compared <= 0;
}

/** Whether a test asks for more or less of what is no number: that holds for nothing. */
export function isNeverMet({ is, value }: GateTest): boolean {
  return (is === 'at-least' || is === 'at-most') && !NUMBER.test(value);
}

/** Whether no value of the one thing that two tests look at meets both. False for tests of different things. */
export function contradict(a: GateTest, b: GateTest): boolean {
  if (!isDeepStrictEqual(subjectOf(a), subjectOf(b)) || isNeverMet(a) || isNeverMet(b)) return false;
  if (a.is === 'equals') return !compares(b.is, a.value, b.value);
  if (b.is === 'equals') return !compares(a.is, b.value, a.value);
  if (a.is === 'at-least' && b.is === 'at-most') return isAbove(a.value, b.value);
  if (a.is === 'at-most' && b.is === 'at-least') return isAbove(b.value, a.value);
  return false;
}

function subjectOf(test: GateTest): object {
  return test.looksAt === 'fact' ? { fact: test.fact } : { payee: test.payee, measure: test.measure };
}

function isAbove(a: string, b: string): boolean {
  return compareFractions(readFraction(a), readFraction(b)) > 0;
}
