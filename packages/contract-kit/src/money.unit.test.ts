import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from './portable.js';
import { dateSchema, decimalOf, divideHalfUp, minorUnitsOf, money, moneySchema } from './money.js';

const amounts = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const divisors = fc.bigInt({ min: 1n, max: 10n ** 9n });

describe('rounding', () => {
  it('rounds a half away from zero', () => {
    expect([5n, -5n, 4n, 7n].map((n) => divideHalfUp(n, 2n))).toEqual([3n, -3n, 2n, 4n]);
  });

  it('gives a reversed amount the exact opposite, so that a sale and its return cancel', () => {
    fc.assert(
      fc.property(amounts, divisors, (amount, by) => divideHalfUp(-amount, by) === -divideHalfUp(amount, by)),
    );
  });

  it('is never off by more than a half', () => {
    fc.assert(
      fc.property(amounts, divisors, (amount, by) => {
        const off = divideHalfUp(amount, by) * by - amount;
        return (off < 0n ? -off : off) * 2n <= by;
      }),
    );
  });

  it('refuses a divisor that is not positive', () => {
    expect(() => divideHalfUp(1n, 0n)).toThrow(RangeError);
  });
});

describe('amounts as decimals', () => {
  it('come back as they went', () => {
    fc.assert(fc.property(amounts, (amount) => minorUnitsOf(decimalOf(amount)) === amount));
  });

  it('may carry zeros beyond the second decimal, but no digits', () => {
    expect(minorUnitsOf('300000.0000')).toBe(30_000_000n);
    expect(minorUnitsOf('0.5')).toBe(50n);
    for (const wrong of ['1.005', '', 'NULL', '1e3', ' 1', '1.', '--1', '1,000.00']) {
      expect(() => minorUnitsOf(wrong), wrong).toThrow(RangeError);
    }
  });

  it('travel as whole minor units with a currency', () => {
    expect(check(moneySchema, money(1234n, 'CNY'))).toEqual({
      ok: true,
      value: { amount: '1234', currency: 'CNY' },
    });
    for (const wrong of [
      { amount: '12.34', currency: 'CNY' },
      { amount: '007', currency: 'CNY' },
      { amount: '1', currency: 'yuan' },
    ]) {
      expect(check(moneySchema, wrong).ok).toBe(false);
    }
  });
});

it('a business date must exist in the calendar', () => {
  expect(check(dateSchema, '2020-02-29').ok).toBe(true);
  expect(check(dateSchema, '2019-02-29').ok).toBe(false);
});
