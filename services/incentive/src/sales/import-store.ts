import { incentiveErrors, type SalesImport } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Tx } from '../context.js';
import { closeRejections, rejectStaged } from './rejection-store.js';
import type { ColumnNames } from './sales-columns.js';
import { SalesFile } from './sales-file.js';
import { STAGED_COLUMNS } from './staged-lines.js';
import {
  acceptStaged,
  claimLedgerCurrency,
  claimSource,
  clearStaging,
  countStaging,
  createStaging,
  STAGING_TABLE,
} from './staging-store.js';
import { completeImport, insertImport } from './store.js';

/** A file to import, and as what. */
export interface SalesUpload {
  readonly importId: string;
  readonly importedAt: Date;
  readonly source: string;
  readonly file: string;
  readonly currency: string;
  readonly columns: ColumnNames;
  readonly body: AsyncIterable<Uint8Array>;
  /** Staged bytes that go into the ledger at a time. */
  readonly sliceBytes: number;
}

interface Tally {
  accepted: number;
  rejected: number;
  newlyRejected: number;
  amount: bigint;
}

/** What became of a file, and whether anything is not as it was before. */
export interface Imported {
  readonly done: SalesImport;
  readonly hasChanged: boolean;
}

/**
 * Imports a file of sales lines, wholly or not at all: the ledger's lines, the rejected ones and the quarters they change
 * are one transaction. The same lines again change nothing.
 *
 * @throws Problem IMPORT_HEADER_INVALID, IMPORT_UNREADABLE or IMPORT_CURRENCY_MISMATCH; nothing is then imported.
 */
export async function importSales(tx: Tx, upload: SalesUpload): Promise<Imported> {
  const { importId, source, file: name, currency } = upload;
  const begun = { importId, source, file: name, importedAt: upload.importedAt.toISOString() };
  await insertImport(tx.db, { ...begun, currency });
  const file = new SalesFile(name, upload.columns);
  const { accepted, rejected, newlyRejected, amount } = await takeSlices(tx, upload, file);
  if (accepted > 0) await settleAccepted(tx, upload);
  const duplicates = file.lines - accepted - rejected;
  const counts = { accepted, duplicates, rejected, amount: money(amount, currency) };
  const done = { ...begun, lines: file.lines, ...counts };
  await completeImport(tx.db, done);
  return { done, hasChanged: accepted + newlyRejected > 0 };
}

/** The file goes in slices, so that no statement and no temporary table grows with it. */
async function takeSlices(tx: Tx, upload: SalesUpload, file: SalesFile): Promise<Tally> {
  const tally: Tally = { accepted: 0, rejected: 0, newlyRejected: 0, amount: 0n };
  const rows = file.stagedRows(upload.body);
  const slices = slicesOf(rows, upload.sliceBytes);
  await createStaging(tx.db);
  try {
    let before = 0;
    do {
      await tx.copyFrom({ table: STAGING_TABLE, columns: STAGED_COLUMNS, csv: slices.next() });
      await countStaging(tx.db);
      await claimSource(tx.db, upload.source);
      await takeSlice(tx, upload, file, file.lines - before, tally);
      before = file.lines;
    } while (!slices.isOver());
    return tally;
  } finally {
    await rows.return();
  }
}

async function takeSlice(
  tx: Tx,
  upload: SalesUpload,
  file: SalesFile,
  lines: number,
  tally: Tally,
): Promise<void> {
  const accepted = await acceptStaged(tx.db, upload);
  tally.accepted += accepted.lines;
  tally.amount += accepted.amount;
  if (accepted.lines < lines) {
    const { rejected, newlyRejected } = await rejectStaged(tx.db, { ...upload, layout: file.layout });
    tally.rejected += rejected;
    tally.newlyRejected += newlyRejected;
  }
  await clearStaging(tx.db);
}

interface Slices {
  next(): AsyncGenerator<Uint8Array, void, undefined>;
  isOver(): boolean;
}

function slicesOf(rows: AsyncGenerator<Uint8Array, void, undefined>, sliceBytes: number): Slices {
  let isOver = false;
  return {
    isOver: () => isOver,
    async *next() {
      // Not for-await: leaving it would end the rows for the slices that follow.
      for (let bytes = 0; bytes < sliceBytes;) {
        const next = await rows.next();
        isOver = next.done === true;
        if (next.done) return;
        bytes += next.value.length;
        yield next.value;
      }
    },
  };
}

async function settleAccepted(tx: Tx, upload: SalesUpload): Promise<void> {
  const { file, currency } = upload;
  const kept = await claimLedgerCurrency(tx.db, currency);
  if (kept !== currency)
    throw incentiveErrors.IMPORT_CURRENCY_MISMATCH({
      detail: `${file} is in ${currency}, but the ledger is kept in ${kept}: there are no exchange rates yet`,
    });
  await closeRejections(tx.db, upload);
}
