import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorRateOf, rateFaults } from './rates.js';

describe('a rate between minor units', () => {
  it.each([
    ['USD', 'CNY', '7.1834', '7.1834'],
    ['USD', 'JPY', '150.5', '1.505'],
    ['JPY', 'USD', '0.0066', '0.66'],
    ['JPY', 'KWD', '0.002', '2'],
    ['KWD', 'JPY', '500', '0.5'],
    ['USD', 'CNY', '0.10', '0.1'],
  ])('from %s to %s at %s is %s', (base, quote, rate, expected) => {
    expect(minorRateOf({ base, quote, rate })).toBe(expected);
  });

  it('converts as the rate between the currencies does', () => {
    const rate$ = fc.stringMatching(/^(0|[1-9]\d{0,5})(\.\d{1,6})?$/).filter((rate) => /[1-9]/.test(rate));
    const currency$ = fc.constantFrom('USD', 'JPY', 'KWD');
    const scale = { USD: 2, JPY: 0, KWD: 3 } as const;
    const exact = (decimal: string): bigint => {
      const [whole = '', decimals = ''] = decimal.split('.');
      return BigInt(whole + decimals.padEnd(20, '0'));
    };
    fc.assert(
      fc.property(currency$, currency$, rate$, (base, quote, rate) => {
        const minor = exact(minorRateOf({ base, quote, rate }));
        expect(minor * 10n ** BigInt(scale[base])).toBe(exact(rate) * 10n ** BigInt(scale[quote]));
      }),
    );
  });
});

describe('a rate that cannot be set', () => {
  const good = { base: 'USD', quote: 'CNY', validFrom: '2019-01-01', rate: '7.1' };
  it.each([
    [{ ...good, base: 'XYZ' }, '/base', 'unknown_currency'],
    [{ ...good, quote: 'USD' }, '/quote', 'same_currency'],
    [{ ...good, rate: '0.00' }, '/rate', 'too_small'],
  ])('%j is at fault', (rate, pointer, code) => {
    expect(rateFaults(rate)).toMatchObject([{ pointer, code }]);
  });

  it('is not one that is all right', () => expect(rateFaults(good)).toEqual([]));
});
