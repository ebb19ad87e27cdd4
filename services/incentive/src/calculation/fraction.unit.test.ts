import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFractions, fractionText, roundFraction } from './fraction.js';

describe('a fraction', () => {
  it.each([
    [5n, 4n, '1.25'],
    [-5n, 4n, '-1.25'],
    [2n, 6n, '1/3'],
    [0n, 7n, '0'],
    [1n, 10_000n, '0.0001'],
    [123_456_789n, 10_000n, '12345.6789'],
    [40n, 20n, '2'],
  ])('%s / %s reads %s', (numerator, denominator, text) => {
    expect(fractionText({ numerator, denominator })).toBe(text);
  });

  it.each([
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [49n, 100n, 0n],
    [150n, 100n, 2n],
  ])('%s / %s is rounded half away from zero: %s', (numerator, denominator, rounded) => {
    expect(roundFraction({ numerator, denominator })).toBe(rounded);
  });

  it('sums without losing anything', () => {
    const fraction$ = fc.record({
      numerator: fc.bigInt(),
      denominator: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    });
    fc.assert(
      fc.property(fraction$, fraction$, (a, b) => {
        const { numerator, denominator } = addFractions(a, b);
        expect(numerator * a.denominator * b.denominator).toBe(
          (a.numerator * b.denominator + b.numerator * a.denominator) * denominator,
        );
      }),
    );
  });
});
