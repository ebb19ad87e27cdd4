import {
  accountAdjusted,
  incentiveErrors,
  type Transfer,
  type TransferKind,
} from '@quyu/incentive-contracts';
import { type Money, money } from '@quyu/plugin-kit';
import { businessDateOf } from '../business-date.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { requireCurrency } from '../currencies/require-currency.js';
import { assertCovered, assertPositive, type Booking, entriesOf, type PayeeAccount } from './accounts.js';
import { book, isPayee, lockAccount, selectBalances, selectTransfers, type Standing } from './store.js';

type Operations = 'getBalances' | 'listTransfers' | 'adjustAccount' | 'holdAmount' | 'releaseAmount';
type Payee = Omit<PayeeAccount, 'currency'>;

interface Move {
  readonly kind: TransferKind;
  readonly account: PayeeAccount;
  readonly amount: bigint;
  readonly reason: string;
  readonly madeBy: string;
}

export function accountRoutes(ctx: Context): RoutesOf<Operations> {
  return {
    getBalances: async ({ params, query: { asOf } }) => ({
      balances: await selectBalances(ctx.db, params, asOf),
    }),
    listTransfers: ({ params, query }) => selectTransfers(ctx.db, params, query),
    adjustAccount: ({ params, body, caller }, tx) =>
      adjust(ctx, tx, moveOf('adjust', params, body, caller.subject)),
    holdAmount: ({ params, body, caller }, tx) => hold(ctx, tx, moveOf('hold', params, body, caller.subject)),
    releaseAmount: ({ params, body, caller }, tx) =>
      release(ctx, tx, moveOf('release', params, body, caller.subject)),
  };
}

function moveOf(
  kind: TransferKind,
  payee: Payee,
  { amount, reason }: { readonly amount: Money; readonly reason: string },
  madeBy: string,
): Move {
  const { payeeKind, payeeCode } = payee;
  const account = { payeeKind, payeeCode, currency: amount.currency };
  return { kind, account, amount: BigInt(amount.amount), reason, madeBy };
}

/** What is owed may go below zero: the payee owes it then, and later earnings are set off against it. */
async function adjust(ctx: Context, tx: Tx, asked: Move): Promise<Transfer> {
  if (asked.amount === 0n)
    throw incentiveErrors.AMOUNT_ZERO({ detail: 'an adjustment is above or below zero' });
  await lockPayee(tx, asked.account);
  const transfer = await move(ctx, tx, asked);
  const { transferId, payeeKind, payeeCode, amount, bookedOn } = transfer;
  tx.publish(accountAdjusted, { transferId, payeeKind, payeeCode, amount, bookedOn, reason: asked.reason });
  return transfer;
}

async function hold(ctx: Context, tx: Tx, asked: Move): Promise<Transfer> {
  assertPositive(asked.amount);
  const { payable, claimed } = await lockPayee(tx, asked.account);
  assertCovered(asked.amount, payable - claimed, asked.account);
  return move(ctx, tx, asked);
}

async function release(ctx: Context, tx: Tx, asked: Move): Promise<Transfer> {
  assertPositive(asked.amount);
  const { held } = await lockPayee(tx, asked.account);
  assertCovered(asked.amount, held, asked.account);
  return move(ctx, tx, asked);
}

/** @throws Problem CURRENCY_UNKNOWN, PAYEE_NOT_FOUND. */
async function lockPayee(tx: Tx, account: PayeeAccount): Promise<Standing> {
  requireCurrency(account.currency, '/body/amount/currency');
  await assertPayee(tx.db, account);
  return lockAccount(tx.db, account);
}

/** Books a movement by hand. */
async function move(
  ctx: Context,
  tx: Tx,
  { kind, account, amount, reason, madeBy }: Move,
): Promise<Transfer> {
  const transferId = ctx.newId();
  const bookedOn = businessDateOf(ctx.now(), ctx.config.timeZone);
  const booking = { ...account, transferId, kind, amount, bookedOn, reference: transferId, reason, madeBy };
  await book(tx.db, [booking]);
  return transferOf(booking);
}

/** @throws Problem PAYEE_NOT_FOUND. */
async function assertPayee(db: Tx['db'], payee: Payee): Promise<void> {
  if (await isPayee(db, payee)) return;
  throw incentiveErrors.PAYEE_NOT_FOUND({
    detail: `no ${payee.payeeKind} has the code "${payee.payeeCode}"`,
  });
}

function transferOf({ amount, currency, ...booking }: Booking): Transfer {
  const [from, to] = entriesOf({ ...booking, amount });
  const { transferId, kind, payeeKind, payeeCode, bookedOn, reference, reason, madeBy } = booking;
  const named = { transferId, kind, payeeKind, payeeCode, bookedOn, reference, reason, madeBy };
  return { ...named, from: from.account, to: to.account, amount: money(amount, currency) };
}
