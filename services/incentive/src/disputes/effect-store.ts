import {
  accountAdjusted,
  type Dispute,
  type DisputeEffect,
  incentiveErrors,
  type SaleLine,
  type SalesImport,
} from '@quyu/incentive-contracts';
import { businessDateOf } from '../business-date.js';
import type { Booking, PayeeAccount } from '../accounts/accounts.js';
import type { Context, Tx } from '../context.js';
import { correctionOf, DISPUTES, missingLine, wantedOf } from './disputes.js';
import { selectLine } from './store.js';

/** What disputes need of the ledger of sales and of the accounts, as those who keep them give it. */
export interface DisputeNeeds {
  readonly isPayee: (db: Tx['db'], payee: Omit<PayeeAccount, 'currency'>) => Promise<boolean>;
  readonly lock: (db: Tx['db'], account: PayeeAccount) => Promise<{ readonly payable: bigint; readonly held: bigint; readonly claimed: bigint }>;
  readonly book: (db: Tx['db'], bookings: readonly Booking[]) => Promise<number>;
  /** Takes lines into the ledger as from a source; refused ones are named with their reason. */
  readonly record: (tx: Tx, source: string, file: string, lines: readonly SaleLine[]) => Promise<Pick<SalesImport, 'importId' | 'rejected'>>;
  readonly refusalOf: (tx: Tx, importId: string) => Promise<string>;
} // prettier-ignore

/**
 * Does what a dispute asks for: the next run sees the ledger as it should have been, or the account is adjusted at once.
 *
 * @throws Problem CORRECTION_REFUSED saying why the ledger does not take the lines; nothing is then done.
 */
export async function takeEffect(ctx: Context, tx: Tx, needs: DisputeNeeds, { dispute, by }: { readonly dispute: Dispute; readonly by: string }): Promise<DisputeEffect[]> {
  const { disputeId, disputed } = dispute;
  switch (disputed.kind) {
    case 'missing-sale':
      return [await recordLines(tx, needs, { disputeId, source: DISPUTES, lines: [missingLine(disputeId, disputed)] })];
    case 'line':
    case 'credit': {
      const line = await selectLine(tx.db, disputed.source, disputed.lineId);
      if (!line) throw incentiveErrors.CORRECTION_REFUSED({ detail: `line "${disputed.lineId}" of ${disputed.source} is not in the ledger` });
      const lines = correctionOf(disputeId, line, wantedOf(disputed));
      return [await recordLines(tx, needs, { disputeId, source: disputed.source, lines })];
    }
    case 'result':
      return [await adjust(ctx, tx, needs, { dispute, difference: disputed.difference, by })];
  }
} // prettier-ignore

async function recordLines(
  tx: Tx,
  needs: DisputeNeeds,
  {
    disputeId,
    source,
    lines,
  }: { readonly disputeId: string; readonly source: string; readonly lines: readonly SaleLine[] },
): Promise<DisputeEffect> {
  const { importId, rejected } = await needs.record(tx, source, `dispute ${disputeId}`, lines);
  if (rejected > 0)
    throw incentiveErrors.CORRECTION_REFUSED({
      detail: `the ledger does not take it: ${await needs.refusalOf(tx, importId)}`,
    });
  return { kind: 'lines-recorded', source, lineIds: lines.map(({ lineId }) => lineId!) };
}

async function adjust(
  ctx: Context,
  tx: Tx,
  needs: DisputeNeeds,
  {
    dispute,
    difference,
    by,
  }: { readonly dispute: Dispute; readonly difference: SaleLine['amount']; readonly by: string },
): Promise<DisputeEffect> {
  const { disputeId, payeeKind, payeeCode } = dispute;
  const account = { payeeKind, payeeCode, currency: difference.currency };
  await needs.lock(tx.db, account);
  const transferId = ctx.newId();
  const bookedOn = businessDateOf(ctx.now(), ctx.config.timeZone);
  const reason = `dispute ${disputeId}`;
  const booking = { ...account, transferId, kind: 'adjust', bookedOn, reason, madeBy: by } as const;
  await needs.book(tx.db, [{ ...booking, amount: BigInt(difference.amount), reference: disputeId }]);
  tx.publish(accountAdjusted, { transferId, payeeKind, payeeCode, amount: difference, bookedOn, reason });
  return { kind: 'adjusted', transferId, amount: difference };
}
