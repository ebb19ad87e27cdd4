import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Accrued, accrualOf, type DueEntry, dueEntries, nextRule, type QuarterSales } from './mdf.js';

const onePercent = { code: 'standard', version: 1, rateBp: 100 };
const quarter: QuarterSales = {
  partnerId: 'p-1',
  partnerCode: 'AW00000001',
  period: '2019-Q3',
  sales: 1_234_567n,
  currency: 'USD',
};

/** The ledger's sums after more entries. */
function sumsOf(entries: readonly DueEntry[]): Accrued[] {
  const groups = Map.groupBy(entries, (e) => `${e.partnerId}/${e.period}/${e.ruleCode}/${e.currency}`);
  return [...groups.values()].map((group) => {
    const { partnerId, period, ruleCode, currency } = group[0]!;
    return { partnerId, period, ruleCode, currency, amount: total(group) };
  });
}

function total(entries: readonly DueEntry[]): bigint {
  return entries.reduce((sum, { amount }) => sum + amount, 0n);
}

describe('MDF accrual', () => {
  it('is a share of the sales, rounded once, half up', () => {
    expect(accrualOf(1_234_550n, 100)).toBe(12_346n);
    expect(accrualOf(1_234_549n, 100)).toBe(12_345n);
  });

  it('accrues a quarter first and adjusts it by the difference later', () => {
    const [first] = dueEntries([quarter], [onePercent], []);
    expect(first).toMatchObject({ kind: 'accrue', amount: 12_346n, accrued: 12_346n, ruleVersion: 1 });
    const [second] = dueEntries([{ ...quarter, sales: 1_000_000n }], [onePercent], sumsOf([first!]));
    expect(second).toMatchObject({ kind: 'adjust', amount: -2_346n, accrued: 10_000n });
  });

  it('adds nothing where nothing is due', () => {
    const entries = dueEntries([quarter], [onePercent], []);
    expect(dueEntries([quarter], [onePercent], sumsOf(entries))).toEqual([]);
    expect(dueEntries([{ ...quarter, sales: 0n }], [onePercent], [])).toEqual([]);
    expect(dueEntries([quarter], [], [])).toEqual([]);
  });

  it('takes back what accrued in a currency the sales no longer have', () => {
    const entries = dueEntries([quarter], [onePercent], []);
    const yuan = { ...quarter, currency: 'CNY', sales: 8_000_000n };
    expect(dueEntries([yuan], [onePercent], sumsOf(entries))).toMatchObject([
      { kind: 'adjust', currency: 'USD', sales: 0n, amount: -12_346n, accrued: 0n },
      { kind: 'accrue', currency: 'CNY', sales: 8_000_000n, amount: 80_000n, accrued: 80_000n },
    ]);
  });

  it('adds up the funds of several rules', () => {
    const launch = { code: 'launch', version: 4, rateBp: 50 };
    const entries = dueEntries([{ ...quarter, sales: 100_000n }], [launch, onePercent], []);
    expect(entries.map(({ amount, accrued }) => [amount, accrued])).toEqual([
      [500n, 500n],
      [1000n, 1500n],
    ]);
  });
});

describe('an accrual rule', () => {
  it('stays as it is when the same rate is set again', () => {
    expect(nextRule(onePercent, { code: 'standard', rateBp: 100 })).toBe(onePercent);
  });

  it('gets a new version with another rate', () => {
    expect(nextRule(undefined, { code: 'standard', rateBp: 100 })).toEqual(onePercent);
    expect(nextRule(onePercent, { code: 'standard', rateBp: 150 })).toEqual({
      ...onePercent,
      version: 2,
      rateBp: 150,
    });
  });
});

describe('the ledger, by law', () => {
  const change = fc.oneof(
    fc.record({ sales: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }) }),
    fc.record({ rateBp: fc.integer({ min: 0, max: 10_000 }) }),
  );

  it('sums to the rounded share of the latest sales, however it came there, and then wants nothing', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        let sales = 0n;
        let rule = onePercent;
        const ledger: DueEntry[] = [];
        for (const each of changes) {
          if ('sales' in each) sales = each.sales;
          else rule = nextRule(rule, { code: rule.code, rateBp: each.rateBp });
          ledger.push(...dueEntries([{ ...quarter, sales }], [rule], sumsOf(ledger)));
        }
        const sum = total(ledger);
        expect(sum).toBe(accrualOf(sales, rule.rateBp));
        expect(ledger.filter(({ kind }) => kind === 'accrue').length).toBeLessThanOrEqual(1);
        expect(ledger.at(-1)?.accrued ?? 0n).toBe(sum);
        expect(dueEntries([{ ...quarter, sales }], [rule], sumsOf(ledger))).toEqual([]);
      }),
    );
  });

  it('rounds a reversed quarter to the exact opposite', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 17n }),
        fc.integer({ min: 0, max: 10_000 }),
        (sales, rateBp) => {
          expect(accrualOf(-sales, rateBp)).toBe(-accrualOf(sales, rateBp));
        },
      ),
    );
  });
});
