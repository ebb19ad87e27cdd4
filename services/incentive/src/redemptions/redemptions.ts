import { incentiveErrors, type RedemptionPolicy } from '@quyu/incentive-contracts';

/** Until another is set: a half of an order, and nothing expires. */
export const DEFAULT_POLICY: RedemptionPolicy = { orderShareBp: 5_000, expiresAfterMonths: null };

/** An order that is to be settled in part with rebates, in minor units of one currency. */
export interface Order {
  readonly orderNumber: string;
  readonly orderAmount: bigint;
}

/** @throws Problem ORDER_LIMIT_EXCEEDED saying how much it may be. */
export function assertWithinOrder(
  amount: bigint,
  { orderNumber, orderAmount }: Order,
  policy: RedemptionPolicy,
): void {
  const limit = (orderAmount * BigInt(policy.orderShareBp)) / 10_000n;
  if (amount <= limit) return;
  const share = policy.orderShareBp / 100;
  throw incentiveErrors.ORDER_LIMIT_EXCEEDED({
    detail: `at most ${share} % of order "${orderNumber}", which is ${limit} minor units, may be settled with rebates`,
    errors: [{ pointer: '/body/amount/amount', code: 'too_large', message: `must not be above ${limit}` }],
  });
}

/** What of a payee's accruals has expired: the oldest are used first, whatever used them. */
export interface Accruals {
  /** What was accrued until the day on which it expires now, less what lowered it. */
  readonly old: bigint;
  /** What was ever taken out: paid, redeemed, expired, held. */
  readonly used: bigint;
  /** What may be moved now. */
  readonly available: bigint;
}

/** First in, first out: what was accrued long ago and is not used up by all that went out since. */
export function expiring({ old, used, available }: Accruals): bigint {
  const left = old - used;
  const expired = left < available ? left : available;
  return expired > 0n ? expired : 0n;
}

/** The day so many months before another; the last of the month where it has no such day. @example monthsBefore('2026-05-31', 3) // '2026-02-28' */
export function monthsBefore(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return first.toISOString().slice(0, 10);
}
