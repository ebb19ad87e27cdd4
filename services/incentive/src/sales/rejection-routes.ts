import { incentiveErrors, type RejectedSale } from '@quyu/incentive-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import {
  closeRejection,
  firstRejection,
  lockRejection,
  selectOpenRejections,
} from './rejection-list-store.js';
import { takeUpload, uploadOfLines } from './upload-store.js';

type Operations = 'listOpenRejections' | 'resubmitSale' | 'dismissRejection' | 'retryRejections';

/** Lines that were not taken, until somebody has put them right or decided that they are not to be. */
export function rejectionRoutes(ctx: Context): RoutesOf<Operations> {
  return {
    listOpenRejections: ({ query }) => selectOpenRejections(ctx.db, query),

    resubmitSale: async ({ params: { rejectedId }, body: line }, tx) => {
      const { source } = await findOpen(tx, rejectedId);
      const upload = uploadOfLines(ctx, source, `resubmission of ${rejectedId}`, [line]);
      const done = await takeUpload(tx, upload);
      if (done.rejected > 0) throw await stillRejected(tx, done.importId);
      await closeRejection(tx.db, rejectedId, null);
      return done;
    },

    dismissRejection: async ({ params: { rejectedId }, body: { reason } }, tx) => {
      const found = await findOpen(tx, rejectedId);
      await closeRejection(tx.db, rejectedId, reason);
      return { ...found, isOpen: false, dismissedBecause: reason };
    },

    retryRejections: async ({ body: { source } }, tx) => ({
      jobId: tx.enqueue('retry-rejections', { source }),
    }),
  };
}

async function findOpen(tx: Tx, rejectedId: string): Promise<RejectedSale> {
  const found = await lockRejection(tx.db, rejectedId);
  if (!found)
    throw incentiveErrors.REJECTION_NOT_FOUND({ detail: `no rejected line has the id ${rejectedId}` });
  if (found.isOpen) return found;
  const how =
    found.dismissedBecause === null ? 'is in the ledger' : `was dismissed: ${found.dismissedBecause}`;
  throw incentiveErrors.REJECTION_CLOSED({ detail: `line ${found.line} of ${found.file} ${how}` });
}

async function stillRejected(tx: Tx, importId: string) {
  const { column, code, message } = await firstRejection(tx.db, importId);
  return incentiveErrors.LINE_STILL_REJECTED({
    detail: message,
    errors: [{ pointer: `/body/${column ?? ''}`, code, message }],
  });
}
