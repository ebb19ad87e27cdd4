import { decimalOf, minorUnitsOf } from '@quyu/plugin-kit';
import { readBundledTable } from '@quyu/testkit';
import { describe, expect, it } from 'vitest';
import { dueEntries, type QuarterSales } from './mdf.js';

function readQuarters(): QuarterSales[] {
  const sums = new Map<string, bigint>();
  for (const line of readBundledTable('reseller-sales.csv.gz')) {
    const [year, month] = line['OrderDate']!.split('-');
    const key = `${line['ResellerKey']} ${year}-Q${Math.ceil(Number(month) / 3)}`;
    sums.set(key, (sums.get(key) ?? 0n) + minorUnitsOf(line['SalesAmount']!));
  }
  return [...sums].map(([key, sales]) => {
    const [partnerId, period] = key.split(' ');
    return { partnerId: partnerId!, partnerCode: partnerId!, period: period!, sales, currency: 'USD' };
  });
}

describe('the MDF of the AdventureWorks resellers', () => {
  it('accrues at 1 % what an independent calculation in SQL gave', () => {
    const entries = dueEntries(readQuarters(), [{ code: 'standard', version: 1, rateBp: 100 }], []);
    const total = (some: typeof entries): string =>
      decimalOf(some.reduce((sum, { amount }) => sum + amount, 0n));
    expect(total(entries)).toBe('775485.94');
    expect(total(entries.filter(({ period }) => period.startsWith('2019')))).toBe('325000.15');
  });
});
