import { describe, expect, it } from 'vitest';
import { amountDecimal, amountText, exactAmountText } from './amount-text.js';

describe('an amount as text', () => {
  it.each([
    [0n, 'USD', '0.00', '0.00'],
    [-5n, 'USD', '-0.05', '-0.05'],
    [123_456_789n, 'CNY', '1234567.89', '1,234,567.89'],
    [-1_234_567n, 'JPY', '-1234567', '-1,234,567'],
    [1234n, 'KWD', '1.234', '1.234'],
  ])('%s minor units of %s are %s, and %s', (minorUnits, currency, plain, grouped) => {
    expect(amountDecimal(minorUnits, currency)).toBe(plain);
    expect(amountText(minorUnits, currency)).toBe(grouped);
  });

  it.each([
    ['123456', 'USD', '1,234.56'],
    ['1.25', 'USD', '0.0125'],
    ['-1/3', 'USD', '≈-0.003333'],
    ['10000000.5', 'JPY', '10,000,000.5'],
  ])('%s exact minor units of %s are %s', (text, currency, expected) =>
    expect(exactAmountText(text, currency)).toBe(expected),
  );
});
