import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocation.js';
import { ceilingsOn, isExceeded, ratioOf } from './ceilings.js';
import { type CostBook, costsBy, partnerCosts, totalCost } from './costs.js';

const amount$ = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const code$ = fc.constantFrom('A', 'B', 'C', 'D');
const PATHS: Readonly<Record<string, readonly string[]>> = {
  A: ['cn', 'east'],
  B: ['cn', 'east'],
  C: ['cn'],
  D: [],
};
const book$ = fc
  .record({
    costs: fc.array(
      fc.record({
        payeeKind: fc.constantFrom('partner' as const, 'salesperson' as const),
        payeeCode: code$,
        planCode: fc.constantFrom('p', 'q'),
        amount: amount$,
      }),
    ),
    revenues: fc.uniqueArray(fc.record({ partnerCode: code$, salespersonCode: code$, amount: amount$ }), {
      selector: ({ partnerCode, salespersonCode }) => `${partnerCode} ${salespersonCode}`,
    }),
  })
  .map((book): CostBook => {
    const placeOf = (code: string) => ({ path: PATHS[code]!, channel: code < 'C' ? 'dealer' : null });
    return { ...book, placeOf };
  }); // prettier-ignore

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((all, each) => all + each, 0n);

describe('an allocation', () => {
  it('sums to the amount exactly, and is never more than a unit away from the exact share', () => {
    fc.assert(
      fc.property(amount$, fc.array(fc.bigInt({ min: -5n, max: 10n ** 9n }), { maxLength: 9 }), (amount, weights) => {
        const counted = weights.map((weight) => (weight > 0n ? weight : 0n));
        const all = sum(counted);
        fc.pre(all > 0n);
        const parts = allocate(amount, weights)!;
        expect(sum(parts)).toBe(amount);
        parts.forEach((part, at) => {
          const away = part * all - amount * counted[at]!;
          expect(away < all && away > -all).toBe(true);
        });
      }),
    );
  }); // prettier-ignore

  it('by nothing is none', () => expect(allocate(100n, [0n, -3n])).toBeUndefined());

  it('gives what is left to the first of equal ones', () =>
    expect(allocate(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]));
});

describe('costs by partner, channel and plan', () => {
  it('sum to the whole, whatever belongs to none', () => {
    fc.assert(
      fc.property(book$, (book) => {
        const { cost, revenue } = totalCost(book);
        for (const by of ['partner', 'channel'] as const) {
          const rows = costsBy(by, book);
          expect(sum(rows.map((each) => each.cost))).toBe(cost);
          expect(sum(rows.map((each) => each.revenue))).toBe(revenue);
        }
        expect(sum(costsBy('plan', book).map((each) => each.cost))).toBe(cost);
      }),
    );
  });

  it('of a territory are those of all partners in it and below', () => {
    fc.assert(
      fc.property(book$, (book) => {
        const ofPartners = partnerCosts(book);
        const in_ = (codes: readonly string[]) => sum(codes.map((code) => ofPartners.get(code) ?? 0n));
        const costs = new Map(costsBy('territory', book).map(({ key, cost }) => [key, cost]));
        expect(costs.get('cn') ?? 0n).toBe(in_(['A', 'B', 'C']));
        expect(costs.get('east') ?? 0n).toBe(in_(['A', 'B']));
      }),
    );
  });

  it('divide what a person earns by what the person sold, and count a line of a plan once', () => {
    const placeOf = () => ({ path: [], channel: null });
    const costs = [
      { payeeKind: 'salesperson', payeeCode: 'S', planCode: 'p', amount: 100n },
      { payeeKind: 'partner', payeeCode: 'A', planCode: 'p', amount: 10n },
    ] as const;
    const revenues = [
      { partnerCode: 'A', salespersonCode: 'S', amount: 3000n },
      { partnerCode: 'B', salespersonCode: 'S', amount: 1000n },
      { partnerCode: 'A', salespersonCode: 'T', amount: 500n },
      { partnerCode: 'B', salespersonCode: 'T', amount: 700n },
    ];
    const book = { costs, revenues, placeOf };
    expect(partnerCosts(book)).toEqual(new Map([['A', 85n], ['B', 25n]])); // prettier-ignore
    expect(costsBy('plan', book)).toEqual([{ key: 'p', cost: 110n, revenue: 4500n }]);
  });
});

describe('a ratio', () => {
  it.each([
    [61n, 1000n, 610],
    [1n, 20_000n, 1],
    [1n, 20_001n, 0],
    [-1n, 20_000n, 0],
    [-3n, 20_000n, -1],
    [5n, 0n, null],
    [5n, -10n, null],
  ])('of %s and %s is %s bp, half up', (cost, revenue, expected) =>
    expect(ratioOf({ cost, revenue })).toBe(expected),
  );
});

describe('a ceiling', () => {
  it.each([
    [500n, 10_000n, 500, false],
    [501n, 10_000n, 500, true],
    [1n, 0n, 10_000, true],
    [0n, 0n, 0, false],
    [-1n, 10n, 0, false],
  ])('cost %s of %s against %s bp: exceeded %s', (cost, revenue, bp, expected) =>
    expect(isExceeded({ key: 'k', cost, revenue }, bp)).toBe(expected),
  );

  it('holds from its first day through its last', () => {
    const ceiling = { code: 'c', by: 'plan', key: null, ceilingBp: 1, mode: 'warn', effectiveFrom: '2019-01-01', effectiveTo: '2019-06-30' } as const; // prettier-ignore
    const on = (day: string) => ceilingsOn([ceiling], day).length;
    expect(['2018-12-31', '2019-01-01', '2019-06-30', '2019-07-01'].map(on)).toEqual([0, 1, 1, 0]);
  });
});
