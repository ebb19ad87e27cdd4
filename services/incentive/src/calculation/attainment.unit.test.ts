import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attainmentBp, type Corner, payoutBp } from './attainment.js';
import { type Fraction, roundFraction, wholeFraction } from './fraction.js';
import { atRate } from './tiers.js';

const CURVE: readonly Corner[] = [
  { attainmentBp: 8_000n, payoutBp: 5_000n },
  { attainmentBp: 10_000n, payoutBp: 10_000n },
  { attainmentBp: 12_000n, payoutBp: 15_000n },
];
const attainmentBonus = (
  sales: bigint,
  quota: bigint,
  rateBp: bigint,
  curve: readonly Corner[],
): Fraction => {
  const set = { sales: wholeFraction(sales), quota: wholeFraction(quota), weightBp: 10_000n };
  const full = atRate(wholeFraction(quota), wholeFraction(rateBp));
  return atRate(full, payoutBp(attainmentBp([set]), curve));
};
const bonus = (sales: bigint, quota: bigint, curve = CURVE): bigint =>
  roundFraction(attainmentBonus(sales, quota, 100n, curve));

describe('a bonus of 1 % of the quota times the payout', () => {
  it.each([
    [79_999_99n, 0n, 'nothing below the curve'],
    [80_000_00n, 500_00n, 'half at its first corner'],
    [90_000_00n, 750_00n, 'between two corners the line between them'],
    [100_000_00n, 1000_00n, 'all at the quota'],
    [110_000_00n, 1250_00n, 'more beyond it'],
    [120_000_00n, 1500_00n, 'one and a half at the last corner'],
    [900_000_00n, 1500_00n, 'and no more from there'],
    [0n, 0n, 'nothing for nothing'],
    [-5n, 0n, 'nothing for returns'],
  ])('pays on sales of %s: %s', (sales, expected) => expect(bonus(sales, 100_000_00n)).toBe(expected));

  it('is exact where the attainment is no decimal: the quota is not divided by', () => {
    // 2/3 of the way from 8,000 to 10,000 bp: payout 5,000 + 2/3 x 5,000.
    expect(bonus(280n, 300n, CURVE)).toBe(3n); // 0.01 x 300 x 0.8333 = 2.5, half up
  });

  it('never falls as sales rise', () => {
    const whole$ = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(whole$, whole$, fc.bigInt({ min: 1n, max: 10n ** 12n }), (sales, more, quota) => {
        expect(bonus(sales + more, quota) >= bonus(sales, quota)).toBe(true);
      }),
    );
  });

  it('scales with sales and quota alike', () => {
    const part$ = fc.bigInt({ min: 1n, max: 10n ** 9n });
    fc.assert(
      fc.property(part$, part$, (sales, quota) => {
        const small = attainmentBonus(sales, quota, 100n, CURVE);
        const large = attainmentBonus(sales * 7n, quota * 7n, 100n, CURVE);
        expect(large.numerator * small.denominator).toBe(7n * small.numerator * large.denominator);
      }),
    );
  });
});
