import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFractions, type Fraction, NOTHING, roundFraction, wholeFraction } from './fraction.js';
import * as tiersOf from './tiers.js';
import type { RateTier, TierMode } from './tiers.js';

const earning =
  (mode: TierMode) =>
  (amount: bigint, tiers: readonly RateTier[]): Fraction =>
    tiersOf.earnByTiers(mode, wholeFraction(amount), tiers);
const earnMarginal = earning('marginal');
const earnWhole = earning('whole');
const slicesOf = (amount: bigint, tiers: readonly RateTier[]) =>
  tiersOf
    .slicesOf('marginal', wholeFraction(amount), tiers)
    .map(({ slice }) => ({ slice: slice.numerator / slice.denominator }));
const additionsOf = (
  transactions: readonly bigint[],
  earn: (amount: bigint) => Fraction,
): readonly bigint[] =>
  tiersOf.additionsOf(transactions.map(wholeFraction), ({ numerator }) => earn(numerator));

/** The published example, in cents: 0, 1,000, 3,000 and 8,000 at 1, 2, 3 and 5 %. */
const TIERS: readonly RateTier[] = [
  { from: 0n, rateBp: 100n },
  { from: 100_000n, rateBp: 200n },
  { from: 300_000n, rateBp: 300n },
  { from: 800_000n, rateBp: 500n },
];
const TRANSACTIONS = [200n, 300n, 1500n, 1200n, 2000n, 4500n].map((amount) => amount * 100n);
const TOTAL = TRANSACTIONS.reduce((sum, amount) => sum + amount, 0n);
const marginal = (amount: bigint): Fraction => earnMarginal(amount, TIERS);
const whole = (amount: bigint): Fraction => earnWhole(amount, TIERS);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

describe('the published example', () => {
  it('earns 164 marginally, each transaction for itself', () => {
    expect(roundFraction(TRANSACTIONS.map(marginal).reduce(addFractions, NOTHING))).toBe(164_00n);
  });

  it('earns 285 marginally on the whole period', () => {
    expect(roundFraction(marginal(TOTAL))).toBe(285_00n);
    expect(sum(additionsOf(TRANSACTIONS, marginal))).toBe(285_00n);
  });

  it('earns 485 on the whole period at the highest rate reached, and each transaction adds its part', () => {
    expect(roundFraction(whole(TOTAL))).toBe(485_00n);
    expect(additionsOf(TRANSACTIONS, whole)).toEqual([200n, 300n, 3500n, 5600n, 6000n, 32900n]);
  });
});

describe('tiers', () => {
  it('begin at their lower bound: it is theirs, not the one below', () => {
    expect(slicesOf(100_000n, TIERS).map(({ slice }) => slice)).toEqual([100_000n]);
    expect(slicesOf(100_001n, TIERS).map(({ slice }) => slice)).toEqual([100_000n, 1n]);
    expect(roundFraction(whole(100_000n))).toBe(2000n);
    expect(roundFraction(whole(99_999n))).toBe(1000n);
  });

  it.each([0n, -5n])('give nothing on %s', (amount) => {
    expect(roundFraction(marginal(amount))).toBe(0n);
    expect(roundFraction(whole(amount))).toBe(0n);
  });
});

const tiers$ = fc.uniqueArray(fc.bigInt({ min: 1n, max: 10n ** 9n }), { maxLength: 6 }).chain((bounds) => {
  const from = [0n, ...bounds.toSorted((a, b) => (a < b ? -1 : 1))];
  const rates$ = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), {
    minLength: from.length,
    maxLength: from.length,
  });
  return rates$.map((rates) => from.map((each, index): RateTier => ({ from: each, rateBp: rates[index]! })));
});
const amount$ = fc.bigInt({ min: -(10n ** 8n), max: 10n ** 9n });

describe('interpolated tiers', () => {
  const interpolated = (amount: bigint): bigint => roundFraction(earning('interpolated')(amount, TIERS));

  it('have the rates of the fixed points, in a line between them, and level beyond the last', () => {
    expect(interpolated(100_000n)).toBe(2000n);
    expect(interpolated(200_000n)).toBe(5000n);
    expect(interpolated(800_000n)).toBe(40_000n);
    expect(interpolated(1_000_000n)).toBe(50_000n);
  });
});

describe('laws of tiers', () => {
  it('slices sum to the amount', () => {
    fc.assert(
      fc.property(tiers$, amount$, (tiers, amount) => {
        expect(sum(slicesOf(amount, tiers).map(({ slice }) => slice))).toBe(amount > 0n ? amount : 0n);
      }),
    );
  });

  it('any batching and order of the same transactions adds up to the same', () => {
    fc.assert(
      fc.property(tiers$, fc.array(amount$, { maxLength: 20 }), (tiers, transactions) => {
        for (const earn of [earnMarginal, earnWhole]) {
          const expected = roundFraction(earn(sum(transactions), tiers));
          const sorted = transactions.toSorted((a, b) => (a < b ? -1 : 1));
          const halves = [sum(transactions.slice(0, 7)), sum(transactions.slice(7))];
          for (const batches of [transactions, sorted, halves])
            expect(sum(additionsOf(batches, (amount) => earn(amount, tiers)))).toBe(expected);
        }
      }),
    );
  });

  it('a sale and its full return add up to nothing', () => {
    fc.assert(
      fc.property(tiers$, amount$, amount$, (tiers, before, amount) => {
        for (const earn of [earnMarginal, earnWhole]) {
          const [, sale, back] = additionsOf([before, amount, -amount], (each) => earn(each, tiers));
          expect(sale! + back!).toBe(0n);
        }
      }),
    );
  });

  it('who sells more does not earn less marginally', () => {
    fc.assert(
      fc.property(tiers$, amount$, fc.bigInt({ min: 0n, max: 10n ** 8n }), (tiers, amount, more) => {
        const [less, greater] = [earnMarginal(amount, tiers), earnMarginal(amount + more, tiers)].map(
          roundFraction,
        );
        expect(greater! >= less!).toBe(true);
      }),
    );
  });
});
