import { incentiveErrors, type TransferKind } from '@quyu/incentive-contracts';

/**
 * The chart of accounts of a payee. `expense` is the other side of what was earned, and so below zero; the others sum to it.
 * `payable` is what the company owes.
 */
export type Account = 'expense' | 'payable' | 'held' | 'paid' | 'redeemed' | 'expired';

/** From and to which account each kind of transfer moves an amount. */
const ROUTES: Readonly<Record<TransferKind, readonly [from: Account, to: Account]>> = {
  accrue: ['expense', 'payable'],
  adjust: ['expense', 'payable'],
  hold: ['payable', 'held'],
  release: ['held', 'payable'],
  pay: ['payable', 'paid'],
  redeem: ['payable', 'redeemed'],
  'reverse-redemption': ['redeemed', 'payable'],
  expire: ['payable', 'expired'],
};

/** A payee's accounts in one currency. */
export interface PayeeAccount {
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly currency: string;
}

/** A movement that is to be booked. Below zero it goes the other way: what was accrued too much. */
export interface Booking extends PayeeAccount {
  readonly transferId: string;
  readonly kind: TransferKind;
  readonly amount: bigint;
  readonly bookedOn: string;
  readonly reference: string;
  readonly reason: string | null;
  readonly madeBy: string;
}

/** The two entries of a booking; they sum to zero. */
export function entriesOf({ kind, amount }: Pick<Booking, 'kind' | 'amount'>): readonly [Entry, Entry] {
  const [from, to] = ROUTES[kind];
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
}

export interface Entry {
  readonly account: Account;
  readonly amount: bigint;
}

/** @throws Problem AMOUNT_NOT_POSITIVE. */
export function assertPositive(amount: bigint, pointer = '/body/amount/amount'): void {
  if (amount > 0n) return;
  const message = 'must be above zero';
  throw incentiveErrors.AMOUNT_NOT_POSITIVE({
    detail: message,
    errors: [{ pointer, code: 'too_small', message }],
  });
}

/** @throws Problem BALANCE_TOO_LOW saying what there is. */
export function assertCovered(amount: bigint, available: bigint, account: PayeeAccount): void {
  if (amount <= available) return;
  const { payeeKind, payeeCode, currency } = account;
  const detail = `${payeeKind} "${payeeCode}" has ${available} minor units of ${currency} available, ${amount} were asked for`;
  throw incentiveErrors.BALANCE_TOO_LOW({ detail });
}
