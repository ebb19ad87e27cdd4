import { minorUnitsOf } from '@quyu/plugin-kit';
import { readBundledTable } from '@quyu/testkit';
import { describe, expect, it } from 'vitest';
import type { YearFacts } from '../facts/facts.js';
import { PARTNER_YEAR } from '../testing/partner-year.js';
import { evaluatePartners } from './evaluation.js';

function factsOf(
  lines: readonly Record<string, string>[],
  groups: ReadonlyMap<string, string>,
): YearFacts | undefined {
  const of = (year: string): Record<string, string>[] =>
    lines.filter((line) => line['OrderDate']!.startsWith(year));
  const total = (some: readonly Record<string, string>[]): bigint =>
    some.reduce((sum, line) => sum + minorUnitsOf(line['SalesAmount']!), 0n);
  const current = of('2019');
  if (current.length === 0) return undefined;
  const partnerId = current[0]!['ResellerKey']!;
  return {
    partnerId,
    partnerCode: partnerId,
    sales: total(current),
    salesBefore: total(of('2018')),
    orders: new Set(current.map((line) => line['SalesOrderNumber'])).size,
    productGroups: new Set(current.map((line) => groups.get(line['ProductKey']!))).size,
  };
}

const scorecard = { code: 'partner-year', version: 1, ...PARTNER_YEAR };

describe('the scorecard of 2019 over the AdventureWorks resellers', () => {
  it('gives the grades and actions that an independent calculation in SQL gave', () => {
    const groups = new Map(
      readBundledTable('products.csv').map((row) => [row['ProductKey']!, row['Subcategory']!]),
    );
    const byPartner = Map.groupBy(readBundledTable('reseller-sales.csv.gz'), (line) => line['ResellerKey']);
    const facts = [...byPartner.values()].flatMap((lines) => factsOf(lines, groups) ?? []);

    const evaluations = evaluatePartners(scorecard, 2019, facts);

    const countBy = (keys: readonly string[]): Record<string, number> =>
      Object.fromEntries([...Map.groupBy(keys, (key) => key)].map(([key, all]) => [key, all.length]));
    expect(evaluations).toHaveLength(555);
    expect(countBy(evaluations.map(({ score }) => score.grade))).toEqual({ A: 25, B: 114, C: 196, D: 220 });
    const actions = evaluations.flatMap(({ recommendations }) => recommendations.map(({ kind }) => kind));
    expect(countBy(actions)).toEqual({ grow: 25, 'exit-review': 74 });
    expect(evaluations.map(({ score }) => score.score)).toContain('59.9824');
  });
});
