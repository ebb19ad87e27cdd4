import { isDeepStrictEqual } from 'node:util';
import { type Dispute, type Disputed, incentiveErrors, type SaleLine } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';

/** Lines of sales that were missing are recorded as from this source. */
export const DISPUTES = 'disputes';

/** A line of the ledger as a dispute sees it, with what has come back of it. */
export interface KnownLine extends SaleLine {
  readonly lineId: string;
  readonly quantityBack: number;
  readonly amountBack: bigint;
}

/** Which thing is disputed: of the same thing there is one open dispute at a time. */
export function subjectOf(disputed: Disputed): string {
  switch (disputed.kind) {
    case 'missing-sale': {
      const { order, product, partner, salesperson } = disputed.sale;
      return JSON.stringify(['missing', order, product, partner, salesperson]);
    }
    case 'line':
    case 'credit':
      return JSON.stringify(['line', disputed.source, disputed.lineId]);
    case 'result':
      return JSON.stringify(['result', disputed.resultId]);
  }
}

/** @throws Problem DISPUTE_NOT_IN_STATE when it has ended. */
export function assertUndecided({ disputeId, state }: Pick<Dispute, 'disputeId' | 'state'>): void {
  if (state === 'open' || state === 'under-review') return;
  throw incentiveErrors.DISPUTE_NOT_IN_STATE({
    detail: `dispute ${disputeId} is ${state}: open another if there is something new`,
  });
}

/** The line of a sale that was missing. */
export function missingLine(disputeId: string, { sale }: Extract<Disputed, { readonly kind: 'missing-sale' }>): SaleLine {
  return { ...sale, lineId: disputeId };
} // prettier-ignore

/**
 * How a line is put right: all that is left of it comes back, and the right line is recorded. Both count in the months of the sales, so
 * plans see the ledger as it should have been.
 *
 * @throws Problem CORRECTION_REFUSED when nothing is left of the line.
 */
export function correctionOf(disputeId: string, line: KnownLine, shouldBe: Partial<SaleLine>): readonly SaleLine[] {
  const { quantityBack, amountBack, ...sale } = line;
  const quantity = sale.quantity + quantityBack;
  const amount = BigInt(sale.amount.amount) + amountBack;
  if (quantity === 0 && amount === 0n)
    throw incentiveErrors.CORRECTION_REFUSED({ detail: `all of line "${sale.lineId}" has come back: there is nothing to correct` });
  const { currency } = sale.amount;
  const left = { quantity, amount: money(amount, currency) };
  const back = { quantity: -quantity, amount: money(-amount, currency), returns: sale.lineId };
  return [
    { ...sale, ...back, lineId: `${disputeId}-back` },
    { ...sale, ...left, ...shouldBe, lineId: disputeId },
  ];
} // prettier-ignore

/** What of a line a dispute wants otherwise. */
export function wantedOf(disputed: Extract<Disputed, { readonly kind: 'line' | 'credit' }>): Partial<SaleLine> {
  if (disputed.kind === 'credit') return { salesperson: disputed.salesperson };
  const named = Object.entries(disputed.shouldBe).filter(([, wanted]) => wanted !== undefined);
  return Object.fromEntries(named) as Partial<SaleLine>;
} // prettier-ignore

/** @throws Problem NOTHING_DISPUTED when the line is as it is wanted. */
export function assertOtherwise(line: KnownLine, shouldBe: Partial<SaleLine>): void {
  const isSame = Object.entries(shouldBe).every(([field, wanted]) =>
    isDeepStrictEqual(line[field as keyof SaleLine], wanted),
  );
  if (!isSame) return;
  throw incentiveErrors.NOTHING_DISPUTED({
    detail: `line "${line.lineId}" says just that: say what of it should be otherwise`,
  });
}
