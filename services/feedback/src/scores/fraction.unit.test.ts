import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFractions, compareFractions, decimalText, fraction, multiplyFractions } from './fraction.js';

const anyFraction = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n }))
  .map(([numerator, denominator]) => fraction(numerator, denominator));

describe('fractions', () => {
  it('compare by value, not by how they are written', () => {
    expect(compareFractions(fraction(1n, 2n), fraction(2n, 4n))).toBe(0);
    expect(
      compareFractions(fraction(599_999_999_999_999_999n, 10_000_000_000_000_000n), fraction(60n, 1n)),
    ).toBe(-1);
  });

  it('are never over zero', () => expect(() => fraction(1n, 0n)).toThrow('the denominator must be positive'));

  it('add and multiply without losing anything', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        const apart = addFractions(multiplyFractions(a, c), multiplyFractions(b, c));
        const together = multiplyFractions(addFractions(a, b), c);
        expect(compareFractions(apart, together)).toBe(0);
      }),
    );
  });

  it('are shown rounded half away from zero', () => {
    expect(decimalText(fraction(1n, 3n), 4)).toBe('0.3333');
    expect(decimalText(fraction(100n, 1n), 4)).toBe('100.0000');
    expect(decimalText(fraction(5n, 1000n), 2)).toBe('0.01');
    expect(decimalText(fraction(-5n, 1000n), 2)).toBe('-0.01');
  });
});
