import { type Fraction, readFraction } from '../calculation/fraction.js';
import { digitsOf } from './currencies.js';

/** Decimals of the smallest unit that an exact amount is shown with at most. */
const MORE_DIGITS = 4;

/** Minor units as the decimal that people write. @example decimalText(-123456n, 'USD') // '-1234.56' */
export function amountDecimal(minorUnits: bigint, currency: string): string {
  return withPoint(minorUnits, digitsOf(currency) ?? 2);
}

/** The same with thousands set apart. @example amountText(-123456n, 'USD') // '-1,234.56' */
export function amountText(minorUnits: bigint, currency: string): string {
  return withThousands(amountDecimal(minorUnits, currency));
}

/** An exact amount in minor units, as it is kept in traces. What has more decimals than are shown is marked. @example exactAmountText('1/3', 'USD') // '≈0.003333' */
export function exactAmountText(text: string, currency: string): string {
  const { numerator, denominator }: Fraction = readFraction(text);
  const digits = digitsOf(currency) ?? 2;
  if (numerator % denominator === 0n) return amountText(numerator / denominator, currency);
  const scaled = numerator * 10n ** BigInt(MORE_DIGITS);
  const shown = withThousands(withPoint(scaled / denominator, digits + MORE_DIGITS).replace(/0+$/, ''));
  return scaled % denominator === 0n ? shown : `≈${shown}`;
}

function withPoint(units: bigint, digits: number): string {
  const sign = units < 0n ? '-' : '';
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function withThousands(decimal: string): string {
  const [whole = '', decimals] = decimal.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
