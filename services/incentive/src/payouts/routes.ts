import {
  type BankAccount,
  incentiveErrors,
  type PayoutBatch,
  payoutBatchPaid,
} from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Booking, PayeeAccount } from '../accounts/accounts.js';
import { businessDateOf, daysBefore } from '../business-date.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { requireCurrency } from '../currencies/require-currency.js';
import { claim, claimPayments, lockClaims, lockDue } from './claim-store.js';
import { selectConversion } from './conversion-store.js';
import { type Debtor, painOf, paymentsCsv } from './payment-file.js';
import { assertStep, bankAccountOf, carriedBecause, paymentOf } from './payouts.js';
import {
  insertBatch,
  lockBatch,
  releaseClaims,
  selectBatch,
  selectPayments,
  selectPayouts,
  updateStatus,
  upsertBankAccount,
} from './store.js';

type Operations =
  | 'setBankAccount' | 'createPayoutBatch' | 'getPayoutBatch' | 'listPayouts' | 'approvePayoutBatch' | 'cancelPayoutBatch'
  | 'markPayoutBatchPaid' | 'exportPayoutBatch'; // prettier-ignore

/** Payees that a batch names as waiting; all of them wait. */
const CARRIED_SHOWN = 1000;

interface Accounts {
  readonly isPayee: (db: Tx['db'], payee: Omit<PayeeAccount, 'currency'>) => Promise<boolean>;
  readonly book: (db: Tx['db'], bookings: readonly Booking[]) => Promise<number>;
}

export function payoutRoutes(ctx: Context, accounts: Accounts): RoutesOf<Operations> {
  return {
    setBankAccount: ({ body }, tx) => setAccount(tx, accounts, body),
    createPayoutBatch: ({ body }, tx) => createBatch(ctx, tx, body),
    getPayoutBatch: ({ params: { batchId } }) => found(selectBatch(ctx.db, batchId), batchId),
    listPayouts: async ({ params: { batchId }, query }) => {
      await found(selectBatch(ctx.db, batchId), batchId);
      return selectPayouts(ctx.db, batchId, query);
    },
    approvePayoutBatch: ({ params: { batchId } }, tx) => takeStep(tx, batchId, 'approve', 'approved'),
    cancelPayoutBatch: async ({ params: { batchId } }, tx) => {
      const batch = await takeStep(tx, batchId, 'cancel', 'cancelled');
      await releaseClaims(tx.db, batchId);
      return batch;
    },
    markPayoutBatchPaid: async ({ params: { batchId }, caller }, tx) => {
      const batch = await takeStep(tx, batchId, 'pay', 'paid');
      await bookPayments(ctx, tx, accounts, { batchId, by: caller.subject });
      tx.publish(payoutBatchPaid, { batchId, payees: batch.payees, total: batch.total });
      return batch;
    },
    exportPayoutBatch: ({ params: { batchId }, query: { format } }) => exportBatch(ctx, batchId, format),
  };
}

async function setAccount(tx: Tx, accounts: Accounts, given: BankAccount) {
  const { payeeKind, payeeCode } = given;
  const account = bankAccountOf(given);
  if (!(await accounts.isPayee(tx.db, account)))
    throw incentiveErrors.PAYEE_NOT_FOUND({ detail: `no ${payeeKind} has the code "${payeeCode}"` });
  await upsertBankAccount(tx.db, account);
  return { payeeKind, payeeCode };
}

async function bookPayments(
  ctx: Context,
  tx: Tx,
  accounts: Accounts,
  { batchId, by }: { readonly batchId: string; readonly by: string },
): Promise<void> {
  const bookedOn = businessDateOf(ctx.now(), ctx.config.timeZone);
  const claims = await lockClaims(tx.db, batchId);
  const common = { kind: 'pay', bookedOn, reason: `payout batch ${batchId}`, madeBy: by } as const;
  const bookings = claims.map(({ payoutId: reference, amount, ...account }) => ({
    ...account,
    ...common,
    transferId: ctx.newId(),
    amount: BigInt(amount),
    reference,
  }));
  await accounts.book(tx.db, bookings);
  await claimPayments(tx.db, batchId);
}

async function exportBatch(ctx: Context, batchId: string, format: 'csv' | 'pain.001') {
  const batch = await found(selectBatch(ctx.db, batchId), batchId);
  assertStep(batch, 'export');
  const { madeAt: at, payments } = await selectPayments(ctx.db, batchId);
  const madeAt = at.toISOString().slice(0, 19);
  const executeOn = businessDateOf(at, ctx.config.timeZone);
  const order = { batchId, currency: batch.payment.total.currency, madeAt, executeOn, payments };
  return format === 'csv'
    ? { file: `payout-${batchId}.csv`, mediaType: 'text/csv', content: paymentsCsv(order) }
    : { file: `payout-${batchId}.xml`, mediaType: 'application/xml', content: painOf(order, debtorOf(ctx)) };
}

interface BatchAsked {
  readonly currency: string;
  readonly holdDays: number;
  readonly minimum: string;
  readonly payIn?: string | undefined;
}

async function createBatch(
  ctx: Context,
  tx: Tx,
  { currency, holdDays, minimum, payIn = currency }: BatchAsked,
): Promise<PayoutBatch> {
  requireCurrency(currency, '/body/currency');
  requireCurrency(payIn, '/body/payIn');
  const today = businessDateOf(ctx.now(), ctx.config.timeZone);
  const conversion = await selectConversion(tx.db, { from: currency, to: payIn, day: today });
  const cutoff = daysBefore(today, holdDays);
  const due = await lockDue(tx.db, { currency, cutoff });
  const judged = due.map((each) => ({ ...each, because: carriedBecause(each, BigInt(minimum), conversion) }));
  const payouts = judged
    .filter(({ because }) => because === undefined)
    .map(({ payeeKind, payeeCode, amount }) => {
      return { payoutId: ctx.newId(), payeeKind, payeeCode, pays: paymentOf(amount, conversion).toString() };
    });
  if (payouts.length === 0)
    throw incentiveErrors.NOTHING_TO_PAY({
      detail: `until ${cutoff} nothing in ${currency} is due; ${judged.length} payees wait for a bank account, the minimum, or later earnings`,
    });
  const carried = judged
    .flatMap(({ because, payeeKind, payeeCode, amount }) =>
      because === undefined ? [] : [{ payeeKind, payeeCode, amount: money(amount, currency), because }],
    )
    .slice(0, CARRIED_SHOWN);
  const batchId = ctx.newId();
  await insertBatch(tx.db, { batchId, currency, cutoff, carried, madeAt: ctx.now(), conversion });
  await claim(tx.db, { batchId, currency, cutoff }, payouts);
  return found(selectBatch(tx.db, batchId), batchId);
}

async function takeStep(
  tx: Tx,
  batchId: string,
  step: 'approve' | 'pay' | 'cancel',
  status: PayoutBatch['status'],
): Promise<PayoutBatch> {
  const batch = await found(lockBatch(tx.db, batchId), batchId);
  assertStep(batch, step);
  await updateStatus(tx.db, batchId, status);
  return { ...batch, status };
}

/** @throws Problem PAYOUT_BATCH_NOT_FOUND. */
async function found(batch: Promise<PayoutBatch | undefined>, batchId: string): Promise<PayoutBatch> {
  const there = await batch;
  if (there) return there;
  throw incentiveErrors.PAYOUT_BATCH_NOT_FOUND({ detail: `no payout batch has the id ${batchId}` });
}

/** @throws Problem DEBTOR_MISSING. */
function debtorOf({ config: { debtorName: name, debtorIban: iban, debtorBic: bic } }: Context): Debtor {
  if (name !== undefined && iban !== undefined && bic !== undefined) return { name, iban, bic };
  throw incentiveErrors.DEBTOR_MISSING({
    detail: 'set INCENTIVE_DEBTOR_NAME, INCENTIVE_DEBTOR_IBAN and INCENTIVE_DEBTOR_BIC, or export as CSV',
  });
}
