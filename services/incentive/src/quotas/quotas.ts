import { type QuotaLine, SALES_QUOTAS } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';

/** Whose quota a line is, and of which set. */
export interface QuotaOwner {
  readonly kind: 'partner' | 'salesperson';
  readonly code: string;
  readonly set: string;
}

/** A line without either code is nobody's: {@link quotaFaults} says so. */
export function ownerOf({ salespersonCode, partnerCode, set = SALES_QUOTAS }: QuotaLine): QuotaOwner {
  return partnerCode === undefined
    ? { kind: 'salesperson', code: salespersonCode ?? '', set }
    : { kind: 'partner', code: partnerCode, set };
}

/** A line as it is kept: with its set, and with the one code. */
export function keptQuota(line: QuotaLine): QuotaLine {
  const { period, amount } = line;
  const { kind, code, set } = ownerOf(line);
  return kind === 'partner'
    ? { partnerCode: code, set, period, amount }
    : { salespersonCode: code, set, period, amount };
}

/** A quota is of a payee, a set and a quarter. */
export function quotaKey(line: QuotaLine): string {
  const { kind, code, set } = ownerOf(line);
  return JSON.stringify([kind, code, set, line.period]);
}

/**
 * What is wrong with a quota: attainment divides by it, so it must be above zero, and it must say whose it is. That nobody has heard of
 * the payee yet is no fault: what other services say of it may be on its way.
 */
export function quotaFaults({ amount, salespersonCode, partnerCode }: QuotaLine): readonly Fault[] {
  return [
    ...((salespersonCode === undefined) === (partnerCode === undefined) ? [NOT_ONE_OWNER] : []),
    ...(BigInt(amount.amount) > 0n ? [] : [NOT_ABOVE_ZERO]),
  ];
}

const NOT_ONE_OWNER: Fault = {
  pointer: '',
  code: 'salesperson_or_partner',
  message: 'must name either salespersonCode or partnerCode',
};

const NOT_ABOVE_ZERO: Fault = {
  pointer: '/amount/amount',
  code: 'too_small',
  message:
    'must be above zero: attainment is sales divided by the quota; leave the line out where nothing is asked for',
};

/**
 * Divides the target of a territory equally among those who work in it; what is left over goes one minor unit each to the first by code.
 * Shares of nothing are left out: nobody attains a quota of zero.
 *
 * @example sharesOf(100n, ['b', 'a', 'c']) // [['a', 34n], ['b', 33n], ['c', 33n]]
 */
export function sharesOf(amount: bigint, people: readonly string[]): readonly (readonly [string, bigint])[] {
  const codes = [...new Set(people)].toSorted();
  const count = BigInt(codes.length);
  return codes
    .map((code, at) => [code, amount / count + (BigInt(at) < amount % count ? 1n : 0n)] as const)
    .filter(([, share]) => share > 0n);
}
