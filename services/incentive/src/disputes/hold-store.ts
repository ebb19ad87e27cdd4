import type { Dispute } from '@quyu/incentive-contracts';
import { assertCovered, type Booking } from '../accounts/accounts.js';
import { businessDateOf } from '../business-date.js';
import type { Context, Tx } from '../context.js';
import type { DisputeNeeds } from './effect-store.js';

type Held = Pick<Dispute, 'disputeId' | 'payeeKind' | 'payeeCode' | 'held'>;

/** Holds the disputed amount back, so that no payout takes it. @throws Problem BALANCE_TOO_LOW. */
export async function holdBack(
  ctx: Context,
  tx: Tx,
  needs: DisputeNeeds,
  dispute: Held & { readonly by: string },
): Promise<void> {
  const { held } = dispute;
  if (!held) return;
  const amount = BigInt(held.amount);
  const account = accountOf(dispute, held.currency);
  const { payable, claimed } = await needs.lock(tx.db, account);
  assertCovered(amount, payable - claimed, account);
  await needs.book(tx.db, [bookingOf(ctx, dispute, 'hold', amount)]);
}

/** Releases it again, as far as nobody else has. */
export async function releaseHeld(
  ctx: Context,
  tx: Tx,
  needs: DisputeNeeds,
  dispute: Held & { readonly by: string },
): Promise<void> {
  const { held } = dispute;
  if (!held) return;
  const standing = await needs.lock(tx.db, accountOf(dispute, held.currency));
  const asked = BigInt(held.amount);
  const amount = standing.held < asked ? standing.held : asked;
  if (amount > 0n) await needs.book(tx.db, [bookingOf(ctx, dispute, 'release', amount)]);
}

function accountOf({ payeeKind, payeeCode }: Held, currency: string) {
  return { payeeKind, payeeCode, currency };
}

function bookingOf(
  ctx: Context,
  { disputeId, held, by, ...payee }: Held & { readonly by: string },
  kind: 'hold' | 'release',
  amount: bigint,
): Booking {
  const bookedOn = businessDateOf(ctx.now(), ctx.config.timeZone);
  const account = accountOf({ disputeId, held, ...payee }, held!.currency);
  return { ...account, transferId: ctx.newId(), kind, amount, bookedOn, reference: disputeId, reason: `dispute ${disputeId}`, madeBy: by };
} // prettier-ignore
