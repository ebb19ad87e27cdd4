import { z } from 'zod';

/** An exact amount: a whole number of minor units (cents, 分), as text because JSON numbers are floats. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** ISO 4217 alphabetic code. */
export const currencySchema: z.ZodType<string> = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');

/** Money as it travels: `{ "amount": "1234", "currency": "CNY" }` is 12.34 yuan. */
export const moneySchema: z.ZodType<Money> = z.strictObject({
  amount: z.string().regex(/^-?(0|[1-9]\d{0,17})$/, 'must be a whole number of minor units'),
  currency: currencySchema,
});

/** A business date, `YYYY-MM-DD`, that exists in the calendar. */
export const dateSchema: z.ZodType<string> = z.iso.date();

/** An ISO 8601 instant in UTC. */
export const instantSchema: z.ZodType<string> = z.iso.datetime();

/** A share or rate in basis points: 10,000 is the whole. */
export const basisPointsSchema: z.ZodType<number> = z.int().min(0).max(10_000);

/** Makes money of minor units. @example money(1234n, 'CNY') // { amount: '1234', currency: 'CNY' } */
export function money(minorUnits: bigint, currency: string): Money {
  return { amount: minorUnits.toString(), currency };
}

/**
 * Divides and rounds once, half away from zero, so that a reversed amount rounds to the exact opposite.
 *
 * @throws RangeError when the divisor is not positive.
 * @example divideHalfUp(5n, 2n) // 3n
 */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError('the divisor must be positive');
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -rounded : rounded;
}

/**
 * Minor units as a decimal text, for currencies with two decimals.
 *
 * @example decimalOf(-1234n) // '-12.34'
 */
export function decimalOf(minorUnits: bigint): string {
  const magnitude = minorUnits < 0n ? -minorUnits : minorUnits;
  const sign = minorUnits < 0n ? '-' : '';
  return `${sign}${magnitude / 100n}.${String(magnitude % 100n).padStart(2, '0')}`;
}

/**
 * Reads a decimal text as minor units, exactly; more decimals than two must be zeros.
 *
 * @throws RangeError when it is not a decimal or would lose digits.
 * @example minorUnitsOf('12.3400') // 1234n
 */
export function minorUnitsOf(decimal: string): bigint {
  const parts = /^(-?)(\d{1,16})(?:\.(\d{1,2})(0*))?$/.exec(decimal);
  if (!parts) throw new RangeError(`"${decimal}" is not an amount with at most two decimals`);
  const minor = BigInt(parts[2]!) * 100n + BigInt((parts[3] ?? '').padEnd(2, '0'));
  return parts[1] ? -minor : minor;
}
