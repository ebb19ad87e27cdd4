import type { EarningComponent } from '@quyu/incentive-contracts';
import { type Calculator, factText } from './calculator.js';
import { compareFractions, type Fraction, readFraction, wholeFraction } from './fraction.js';
import { measureOf } from './measure-of.js';

type RankingAward = Extract<EarningComponent, { readonly kind: 'ranking-award' }>;

/** What a component of places needs to rank by. */
export interface RankingComponent {
  readonly code: string;
  readonly payee: 'partner' | 'salesperson';
  readonly prizes: readonly bigint[];
  readonly ties: 'same-place' | 'shared';
}

/** A payee who takes part in a ranking of a period. */
export interface RankingEntry {
  readonly component: string;
  readonly period: string;
  /** Among whom: "" is everybody. */
  readonly group: string;
  readonly code: string;
  readonly value: Fraction;
}

export interface Award {
  readonly place: number;
  readonly tied: number;
  readonly amount: bigint;
}

/** Awards by {@link awardKey}. */
export type Awards = ReadonlyMap<string, Award>;

export const NO_AWARDS: Awards = new Map();

/** By what an award is found. */
export function awardKey(component: string, period: string, code: string): string {
  return `${component} ${period} ${code}`;
}

export function rankingOf({ code, payee, prizes, ties }: RankingAward): RankingComponent {
  return { code, payee, prizes: prizes.map(BigInt), ties };
}

/** The fact that says in which territory of a level a payee is. */
export function levelFact(level: string): string {
  return `territory:${level}`;
}

/** Gathers by what a payee is ranked; its amount comes from the ranking. */
export function rankingCalculatorOf({ payee, measure, within, from = '0' }: RankingAward): Calculator {
  return {
    payee,
    measures: [measureOf(payee, measure)],
    factNames: within ? [levelFact(within.level)] : [],
    gather: (look, { first, months, end }) => {
      const value = look.sum(0, first, months);
      const group = within ? look.fact(levelFact(within.level), end) : '';
      if (group === undefined || value.numerator <= 0n) return undefined;
      if (compareFractions(value, wholeFraction(BigInt(from))) < 0) return undefined;
      return { group, numerator: value.numerator.toString(), denominator: value.denominator.toString() };
    },
    explain: (facts) => {
      const inputs = {
        group: factText(facts, 'group'),
        place: factText(facts, 'place'),
        tied: factText(facts, 'tied'),
      };
      return [{ step: 'place', inputs, earned: readFraction(factText(facts, 'prize') || '0') }];
    },
  };
}

/**
 * The awards of one component: places in each period and group, the highest first. Shared prizes are split to the unit,
 * what is left over going to the first by code.
 */
export function rankPayees(component: RankingComponent, entries: readonly RankingEntry[]): Awards {
  const groups = Map.groupBy(entries, ({ period, group }) => JSON.stringify([period, group]));
  return new Map([...groups.values()].flatMap((group) => rankGroup(component, group)));
}

function rankGroup(component: RankingComponent, group: readonly RankingEntry[]): [string, Award][] {
  const ordered = group.toSorted((a, b) => compareFractions(b.value, a.value) || (a.code < b.code ? -1 : 1));
  const awards: [string, Award][] = [];
  while (awards.length < ordered.length) {
    const first = awards.length;
    const best = ordered[first]!.value;
    const tied = ordered.slice(first).filter(({ value }) => compareFractions(value, best) === 0);
    const prizes = prizesOf(component, first, tied.length);
    tied.forEach(({ period, code }, index) => {
      const award = { place: first + 1, tied: tied.length, amount: prizes[index]! };
      awards.push([awardKey(component.code, period, code), award]);
    });
  }
  return awards;
}

function prizesOf({ prizes, ties }: RankingComponent, first: number, tied: number): readonly bigint[] {
  if (ties === 'same-place') return Array.from({ length: tied }, () => prizes[first] ?? 0n);
  const total = prizes.slice(first, first + tied).reduce((sum, prize) => sum + prize, 0n);
  const [each, left] = [total / BigInt(tied), total % BigInt(tied)];
  return Array.from({ length: tied }, (_, index) => (BigInt(index) < left ? each + 1n : each));
}
