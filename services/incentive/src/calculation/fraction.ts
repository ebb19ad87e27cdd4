import { divideHalfUp } from '@quyu/plugin-kit';

/** An exact number. The denominator is positive; the two may have factors in common. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const NOTHING: Fraction = { numerator: 0n, denominator: 1n };

/** @example wholeFraction(5n) // 5/1 */
export function wholeFraction(numerator: bigint): Fraction {
  return { numerator, denominator: 1n };
}

export function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator)
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  // Reduced, because many unlike denominators would multiply up without end.
  return reduce({
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  });
}

export function subtractFractions(a: Fraction, b: Fraction): Fraction {
  return addFractions(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** @throws RangeError when `b` is nothing. */
export function divideFractions(a: Fraction, b: Fraction): Fraction {
  if (b.numerator === 0n) throw new RangeError('nothing can be divided by zero');
  const sign = b.numerator < 0n ? -1n : 1n;
  return { numerator: sign * a.numerator * b.denominator, denominator: sign * b.numerator * a.denominator };
}

/** Below zero where `a` is less than `b`, zero where they are equal. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export function sumFractions(all: readonly Fraction[]): Fraction {
  return all.reduce(addFractions, NOTHING);
}

/** The one rounding of an amount: half away from zero. */
export function roundFraction({ numerator, denominator }: Fraction): bigint {
  return divideHalfUp(numerator, denominator);
}

/**
 * A fraction as text without losing anything: a decimal where there is one, else numerator and denominator.
 *
 * @example fractionText({ numerator: 5n, denominator: 4n }) // '1.25'
 * @example fractionText({ numerator: 2n, denominator: 6n }) // '1/3'
 */
export function fractionText(fraction: Fraction): string {
  if (fraction.denominator === 1n) return fraction.numerator.toString();
  const { numerator, denominator } = reduce(fraction);
  const scale = decimalScale(denominator);
  if (scale === undefined) return `${numerator}/${denominator}`;
  const digits = (numerator * (scale.factor / denominator)).toString().replace('-', '');
  const padded = digits.padStart(scale.decimals + 1, '0');
  const whole = padded.slice(0, padded.length - scale.decimals);
  const decimals = padded.slice(padded.length - scale.decimals);
  return `${numerator < 0n ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}

/**
 * Reads what {@link fractionText} writes.
 *
 * @throws SyntaxError when it is none.
 */
export function readFraction(text: string): Fraction {
  const bar = text.indexOf('/');
  if (bar < 0) return fractionOf(text);
  return { numerator: BigInt(text.slice(0, bar)), denominator: BigInt(text.slice(bar + 1)) };
}

function reduce({ numerator, denominator }: Fraction): Fraction {
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/** The smallest power of ten that the denominator divides. */
function decimalScale(denominator: bigint): { factor: bigint; decimals: number } | undefined {
  let twos = 0;
  let fives = 0;
  let rest = denominator;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  const decimals = Math.max(twos, fives);
  return rest === 1n ? { factor: 10n ** BigInt(decimals), decimals } : undefined;
}

/** A decimal of the database, exactly. @example fractionOf('12.50') // { numerator: 1250n, denominator: 100n } */
export function fractionOf(decimal: string): Fraction {
  const point = decimal.indexOf('.');
  if (point < 0) return { numerator: BigInt(decimal), denominator: 1n };
  const decimals = decimal.length - point - 1;
  return { numerator: BigInt(decimal.replace('.', '')), denominator: 10n ** BigInt(decimals) };
}
