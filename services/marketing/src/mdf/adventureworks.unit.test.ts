import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { decimalOf, minorUnitsOf } from '@quyu/plugin-kit';
import { describe, expect, it } from 'vitest';
import { dueEntries, type QuarterSales } from './mdf.js';

const SALES = new URL('../../../../packages/cli/data/adventureworks/reseller-sales.csv.gz', import.meta.url);

/** No cell of the file is quoted: reseller, quarter and amount are the fourth, second and last. */
function readQuarters(): QuarterSales[] {
  const sums = new Map<string, bigint>();
  for (const line of gunzipSync(readFileSync(SALES)).toString().trimEnd().split('\n').slice(1)) {
    const cells = line.split(',');
    const [year, month] = cells[1]!.split('-');
    const key = `${cells[3]} ${year}-Q${Math.ceil(Number(month) / 3)}`;
    sums.set(key, (sums.get(key) ?? 0n) + minorUnitsOf(cells.at(-1)!));
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
