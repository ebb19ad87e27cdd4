import { incentiveErrors, redeemed, type Redemption, redemptionReversed } from '@quyu/incentive-contracts';
import { assertCovered, assertPositive, type Booking, type PayeeAccount } from '../accounts/accounts.js';
import { businessDateOf } from '../business-date.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertWithinOrder } from './redemptions.js';
import {
  insertRedemption,
  lockRedemption,
  reverse,
  selectOfOrder,
  selectPolicy,
  upsertPolicy,
} from './store.js';

type Operations = 'putRedemptionPolicy' | 'getRedemptionPolicy' | 'redeem' | 'reverseRedemption';

/** The accounts, as the feature that keeps them gives them. */
export interface Accounts {
  readonly isPayee: (db: Tx['db'], payee: Omit<PayeeAccount, 'currency'>) => Promise<boolean>;
  readonly lock: (
    db: Tx['db'],
    account: PayeeAccount,
  ) => Promise<{ readonly payable: bigint; readonly claimed: bigint }>;
  readonly book: (db: Tx['db'], bookings: readonly Booking[]) => Promise<number>;
}

/** Who does what with which accounts. */
interface Acting {
  readonly ctx: Context;
  readonly tx: Tx;
  readonly accounts: Accounts;
  readonly by: string;
}

export function redemptionRoutes(ctx: Context, accounts: Accounts): RoutesOf<Operations> {
  return {
    putRedemptionPolicy: async ({ body }, tx) => {
      await upsertPolicy(tx.db, body);
      return body;
    },
    getRedemptionPolicy: () => selectPolicy(ctx.db),
    redeem: ({ body, caller }, tx) => redeemOrder({ ctx, tx, accounts, by: caller.subject }, body),
    reverseRedemption: ({ params, body: { reason }, caller }, tx) =>
      reverseOne({ ctx, tx, accounts, by: caller.subject }, params.redemptionId, reason),
  };
}

type Asked = Pick<Redemption, 'partnerCode' | 'orderNumber' | 'orderAmount' | 'amount'>;

async function redeemOrder({ ctx, tx, accounts, by }: Acting, asked: Asked): Promise<Redemption> {
  const { partnerCode, orderNumber, orderAmount, amount } = asked;
  if (amount.currency !== orderAmount.currency) throw currenciesDiffer();
  assertPositive(BigInt(amount.amount));
  const account = { payeeKind: 'partner', payeeCode: partnerCode, currency: amount.currency } as const;
  if (!(await accounts.isPayee(tx.db, account)))
    throw incentiveErrors.PAYEE_NOT_FOUND({ detail: `no partner has the code "${partnerCode}"` });
  const { payable, claimed } = await accounts.lock(tx.db, account);
  const before = await selectOfOrder(tx.db, partnerCode, orderNumber);
  if (before) return sameOf(before, asked);
  const order = { orderNumber, orderAmount: BigInt(orderAmount.amount) };
  assertWithinOrder(BigInt(amount.amount), order, await selectPolicy(tx.db));
  assertCovered(BigInt(amount.amount), payable - claimed, account);
  const redeemedOn = businessDateOf(ctx.now(), ctx.config.timeZone);
  const redemption = { redemptionId: ctx.newId(), ...asked, redeemedOn, isReversed: false };
  await insertRedemption(tx.db, redemption);
  await accounts.book(tx.db, [bookingOf(ctx, redemption, 'redeem', by, `order ${orderNumber}`)]);
  const { redemptionId } = redemption;
  tx.publish(redeemed, { redemptionId, partnerCode, orderNumber, amount, redeemedOn });
  return redemption;
}

async function reverseOne(
  { ctx, tx, accounts, by }: Acting,
  redemptionId: string,
  reason: string,
): Promise<Redemption> {
  const found = await lockRedemption(tx.db, redemptionId);
  if (!found)
    throw incentiveErrors.REDEMPTION_NOT_FOUND({ detail: `no redemption has the id ${redemptionId}` });
  if (found.isReversed)
    throw incentiveErrors.REDEMPTION_REVERSED({
      detail: `that of order "${found.orderNumber}" was reversed before`,
    });
  const { partnerCode: payeeCode, amount } = found;
  await accounts.lock(tx.db, { payeeKind: 'partner', payeeCode, currency: amount.currency });
  await reverse(tx.db, redemptionId);
  const booked = { ...found, redeemedOn: businessDateOf(ctx.now(), ctx.config.timeZone) };
  await accounts.book(tx.db, [bookingOf(ctx, booked, 'reverse-redemption', by, reason)]);
  const { orderNumber, redeemedOn: reversedOn } = booked;
  tx.publish(redemptionReversed, {
    redemptionId,
    partnerCode: payeeCode,
    orderNumber,
    amount,
    reversedOn,
    reason,
  });
  return { ...found, isReversed: true };
}

function bookingOf(
  ctx: Context,
  { redemptionId, partnerCode, amount, redeemedOn }: Redemption,
  kind: 'redeem' | 'reverse-redemption',
  madeBy: string,
  reason: string,
): Booking {
  const account = { payeeKind: 'partner', payeeCode: partnerCode, currency: amount.currency } as const;
  const booked = { transferId: ctx.newId(), kind, amount: BigInt(amount.amount), bookedOn: redeemedOn };
  return { ...account, ...booked, reference: redemptionId, reason, madeBy };
}

/** @throws Problem ORDER_REDEEMED_OTHERWISE when it is another redemption of the same order. */
function sameOf(
  before: Redemption,
  { orderAmount, amount }: Pick<Redemption, 'orderAmount' | 'amount'>,
): Redemption {
  const isSame =
    before.amount.amount === amount.amount &&
    before.amount.currency === amount.currency &&
    before.orderAmount.amount === orderAmount.amount;
  if (isSame) return before;
  throw incentiveErrors.ORDER_REDEEMED_OTHERWISE({
    detail: `order "${before.orderNumber}" was settled with ${before.amount.amount} minor units: reverse that first`,
  });
}

function currenciesDiffer() {
  const message = 'must be the currency of the amount';
  const errors = [{ pointer: '/body/orderAmount/currency', code: 'other_currency', message }];
  return incentiveErrors.CURRENCIES_DIFFER({ detail: `the order's currency ${message}`, errors });
}
