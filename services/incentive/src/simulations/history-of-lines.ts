import { type Fraction, NOTHING, sumFractions, wholeFraction } from '../calculation/fraction.js';
import type { Measure, Month, PayeeHistory } from '../calculation/history.js';
import { factOn } from '../calculation/known-facts.js';
import { participationIn, spansOfWords } from '../calculation/participation.js';
import { monthOf } from '../calculation/pay-periods.js';

/** A share of a sales line that is credited to a payee. */
export interface CreditedLine {
  readonly line: string;
  readonly order: string;
  readonly soldOn: string;
  /** The line it returns, and when that was sold; a return counts in the month of that sale. */
  readonly returns?: { readonly line: string; readonly soldOn: string };
  readonly credit: 'own' | 'group' | 'overlay';
  readonly amount: Fraction;
  readonly quantity: Fraction;
  readonly product: { readonly code: string; readonly group: string; readonly category: string };
  /** The territories in which the partner was on the day of the sale, from the top down. */
  readonly territories: readonly string[];
}

/** What is known of a payee besides its lines. */
export interface KnownPayee {
  readonly kind: 'partner' | 'salesperson';
  readonly code: string;
  /** By set and month; a period without any month of it has no quota. */
  readonly quotas?: ReadonlyMap<string, ReadonlyMap<Month, Fraction>>;
  /** By name, each from a date on, in the order of the dates. */
  readonly facts?: ReadonlyMap<string, readonly { readonly from: string; readonly value: string }[]>;
  /** By the fact `participation` when missing, and whole periods without it. */
  readonly participation?: PayeeHistory['participation'];
}

/** The history of a payee from its credited lines: what reading it from tables has to agree with. */
export function historyOfLines(
  payee: KnownPayee,
  measures: readonly Measure[],
  lines: readonly CreditedLine[],
): PayeeHistory {
  const counted = measures.map((measure) => lines.filter((line) => counts(measure, payee.kind, line)));
  const within = (measure: number, first: Month, months: number): readonly CreditedLine[] =>
    (counted[measure] ?? []).filter((line) => isBetween(creditedMonth(line), first, months));
  return {
    kind: payee.kind,
    code: payee.code,
    sum: (measure, first, months) => totalOf(measures[measure]!.of, within(measure, first, months)),
    transactions: (measure, first, months) =>
      transactionsOf(measures[measure]!, within(measure, first, months)),
    quota: (set, first, months) => quotaOf(payee, set, first, months),
    fact: (name, on) => factOn(payee.facts?.get(name), name, on),
    participation: payee.participation ?? participationOf(payee),
  };
}

function participationOf({ facts }: KnownPayee): PayeeHistory['participation'] {
  const words = facts?.get('participation');
  const spans = words && spansOfWords(words);
  return (first, months) => participationIn(spans, first, months);
}

function creditedMonth({ returns, soldOn }: CreditedLine): Month {
  return monthOf(returns?.soldOn ?? soldOn);
}

function isBetween(month: Month, first: Month, months: number): boolean {
  return month >= first && month < first + months;
}

function counts(measure: Measure, kind: KnownPayee['kind'], line: CreditedLine): boolean {
  const { credit, territories, returnsWithinDays } = measure;
  return (
    measure.payee === kind &&
    (credit === line.credit || (credit === 'own-and-group' && line.credit !== 'overlay')) &&
    isOfProducts(measure.products, line.product) &&
    (territories === undefined || territories.some((code) => line.territories.includes(code))) &&
    (returnsWithinDays === undefined ||
      !line.returns ||
      daysBetween(line.returns.soldOn, line.soldOn) <= returnsWithinDays)
  );
}

/** Any of the codes, groups or categories. */
function isOfProducts(
  products: Measure['products'],
  { code, group, category }: CreditedLine['product'],
): boolean {
  if (!products) return true;
  const { codes = [], groups = [], categories = [] } = products;
  return codes.includes(code) || groups.includes(group) || categories.includes(category);
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Orders are counted once each, as long as anything of one of their lines is left. */
function totalOf(of: Measure['of'], lines: readonly CreditedLine[]): Fraction {
  if (of !== 'orders') return sumFractions(lines.map((line) => line[of]));
  const left = lines.filter(({ returns, line, quantity }) => {
    if (returns) return false;
    const back = lines.filter((other) => other.returns?.line === line).map((other) => other.quantity);
    return sumFractions([quantity, ...back]).numerator > 0n;
  });
  return wholeFraction(BigInt(new Set(left.map(({ order }) => order)).size));
}

/** A sale and its returns are one transaction; in the order of day and line (or order) of the sale. */
function transactionsOf({ transactions, of }: Measure, lines: readonly CreditedLine[]): readonly Fraction[] {
  const keyed = lines.map((line) => ({ ...line, sale: line.returns?.line ?? line.line }));
  const orderOfSale = new Map(
    keyed.filter(({ returns }) => !returns).map(({ line, order }) => [line, order]),
  );
  const keyOf = (sale: string, order: string): string =>
    transactions === 'order' ? (orderOfSale.get(sale) ?? order) : sale;
  const groups = new Map<string, { day: string; sum: Fraction }>();
  for (const line of keyed) {
    const { sale, order, returns, soldOn } = line;
    const day = returns?.soldOn ?? soldOn;
    const known = groups.get(keyOf(sale, order)) ?? { day, sum: NOTHING };
    const first = day < known.day ? day : known.day;
    groups.set(keyOf(sale, order), {
      day: first,
      sum: sumFractions([known.sum, of === 'quantity' ? line.quantity : line.amount]),
    });
  }
  return [...groups]
    .toSorted(([a, { day: dayA }], [b, { day: dayB }]) => (`${dayA} ${a}` < `${dayB} ${b}` ? -1 : 1))
    .map(([, { sum }]) => sum);
}

function quotaOf({ quotas }: KnownPayee, set: string, first: Month, months: number): Fraction | undefined {
  const found = [...(quotas?.get(set) ?? [])].filter(([month]) => isBetween(month, first, months));
  return found.length === 0 ? undefined : sumFractions(found.map(([, quota]) => quota));
}
