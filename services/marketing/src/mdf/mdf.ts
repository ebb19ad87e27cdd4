import type { AccrualRule, MdfEntry } from '@quyu/marketing-contracts';
import { divideHalfUp } from '@quyu/plugin-kit';

/** A partner's sales of a quarter, in minor units. */
export interface QuarterSales {
  readonly partnerId: string;
  readonly partnerCode: string;
  readonly period: string;
  readonly sales: bigint;
  readonly currency: string;
}

/** The sum of what is in the ledger for a quarter by one rule. */
export interface Accrued {
  readonly partnerId: string;
  readonly period: string;
  readonly ruleCode: string;
  readonly currency: string;
  readonly amount: bigint;
}

/** An entry the ledger lacks. */
export interface DueEntry extends QuarterSales {
  readonly kind: MdfEntry['kind'];
  readonly amount: bigint;
  readonly ruleCode: string;
  readonly ruleVersion: number;
  /** What has accrued for the quarter with this entry, by all rules. */
  readonly accrued: bigint;
}

/** What a quarter's sales accrue at a rate, in minor units, rounded once. */
export function accrualOf(sales: bigint, rateBp: number): bigint {
  return divideHalfUp(sales * BigInt(rateBp), 10_000n);
}

/** The rule after it was set again: the same rate changes nothing, another makes a new version. */
export function nextRule(
  current: AccrualRule | undefined,
  wanted: Pick<AccrualRule, 'code' | 'rateBp'>,
): AccrualRule {
  if (current?.rateBp === wanted.rateBp) return current;
  return { ...wanted, version: (current?.version ?? 0) + 1 };
}

/**
 * The entries that bring the ledger in line with sales and rules: each adds the difference between what should have
 * accrued and what has. What accrued in a currency that the sales no longer have is taken back.
 */
export function dueEntries(
  quarters: readonly QuarterSales[],
  rules: readonly AccrualRule[],
  accrued: readonly Accrued[],
): DueEntry[] {
  const known = Map.groupBy(accrued, quarterKey);
  return quarters.flatMap((quarter) => entriesOf(quarter, rules, known.get(quarterKey(quarter)) ?? []));
}

function entriesOf(
  quarter: QuarterSales,
  rules: readonly AccrualRule[],
  accrued: readonly Accrued[],
): DueEntry[] {
  const sums = new Map(
    currenciesOf(quarter, accrued).map((currency) => [currency, sumIn(currency, accrued)]),
  );
  const entries: DueEntry[] = [];
  for (const rule of rules) {
    for (const [currency, sum] of sums) {
      const entry = entryOf(quarter, rule, currency, accrued);
      if (entry.amount === 0n) continue;
      sums.set(currency, sum + entry.amount);
      entries.push({ ...entry, accrued: sum + entry.amount });
    }
  }
  return entries;
}

function entryOf(
  quarter: QuarterSales,
  rule: AccrualRule,
  currency: string,
  accrued: readonly Accrued[],
): Omit<DueEntry, 'accrued'> {
  const before = accrued.find((sum) => sum.ruleCode === rule.code && sum.currency === currency);
  const sales = currency === quarter.currency ? quarter.sales : 0n;
  return {
    ...quarter,
    currency,
    sales,
    kind: before ? 'adjust' : 'accrue',
    amount: accrualOf(sales, rule.rateBp) - (before?.amount ?? 0n),
    ruleCode: rule.code,
    ruleVersion: rule.version,
  };
}

function currenciesOf(quarter: QuarterSales, accrued: readonly Accrued[]): string[] {
  return [...new Set([...accrued.map(({ currency }) => currency), quarter.currency])];
}

function sumIn(currency: string, accrued: readonly Accrued[]): bigint {
  return accrued.filter((sum) => sum.currency === currency).reduce((sum, { amount }) => sum + amount, 0n);
}

/** A quarter of a partner as text: in the order of these, quarters are locked. */
export function quarterKey({
  partnerId,
  period,
}: {
  readonly partnerId: string;
  readonly period: string;
}): string {
  return `${partnerId}/${period}`;
}
