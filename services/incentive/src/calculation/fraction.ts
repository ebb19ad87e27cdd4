import { divideHalfUp } from '@quyu/plugin-kit';

/** An exact number. The denominator is positive; the two may have factors in common. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const NOTHING: Fraction = { numerator: 0n, denominator: 1n };

export function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator)
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
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
  const { numerator, denominator } = reduce(fraction);
  const scale = decimalScale(denominator);
  if (scale === undefined) return `${numerator}/${denominator}`;
  const digits = (numerator * (scale.factor / denominator)).toString().replace('-', '');
  const padded = digits.padStart(scale.decimals + 1, '0');
  const whole = padded.slice(0, padded.length - scale.decimals);
  const decimals = padded.slice(padded.length - scale.decimals);
  return `${numerator < 0n ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
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
