import { describe, expect, it } from 'vitest';
import { digitsOf } from './currencies.js';

describe('a currency', () => {
  it.each([
    ['CNY', 2],
    ['USD', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
  ])('%s has %d decimals', (currency, digits) => expect(digitsOf(currency)).toBe(digits));

  it.each(['XYZ', 'usd', 'US', '', '__proto__'])('is none: "%s"', (text) =>
    expect(digitsOf(text)).toBeUndefined(),
  );
});
