import type { ExchangeRate } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { digitsOf } from './currencies.js';

/** A rate is of two currencies and a day. */
export function rateKey({ base, quote, validFrom }: ExchangeRate): string {
  return `${base} ${quote} ${validFrom}`;
}

export function rateFaults({ base, quote, rate }: ExchangeRate): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [pointer, currency] of [['/base', base], ['/quote', quote]] as const)
    if (digitsOf(currency) === undefined)
      faults.push({ pointer, code: 'unknown_currency', message: `"${currency}" is no currency of ISO 4217` });
  if (base === quote)
    faults.push({ pointer: '/quote', code: 'same_currency', message: `is ${base} too: a currency is worth itself` });
  if (!/[1-9]/.test(rate)) faults.push({ pointer: '/rate', code: 'too_small', message: 'must be above zero' });
  return faults;
} // prettier-ignore

/**
 * The rate between minor units, exactly: a yen has no decimals, a dollar two.
 *
 * @example minorRateOf({ base: 'USD', quote: 'JPY', rate: '150.5' }) // '1.505'
 */
export function minorRateOf({ base, quote, rate }: Pick<ExchangeRate, 'base' | 'quote' | 'rate'>): string {
  const shift = (digitsOf(quote) ?? 2) - (digitsOf(base) ?? 2);
  const [whole = '', decimals = ''] = rate.split('.');
  const point = whole.length + shift;
  const digits = `${'0'.repeat(Math.max(0, -point))}${whole}${decimals}${'0'.repeat(Math.max(0, point - whole.length - decimals.length))}`;
  const at = Math.max(0, point);
  const before = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const after = digits.slice(at).replace(/0+$/, '');
  return after === '' ? before : `${before}.${after}`;
}
