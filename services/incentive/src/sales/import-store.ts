import type { SalesImport } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Tx } from '../context.js';
import { type Accepted, acceptReturns, acceptSales, type Taking } from './accept-store.js';
import { claimLedger, keepLedgerCurrency } from './ledger-store.js';
import { closeRejections, type Rejected, type RejectingFile, rejectStaged } from './rejection-store.js';
import type { ColumnNames } from './sales-columns.js';
import { SalesFile } from './sales-file.js';
import { STAGED_COLUMNS } from './staged-lines.js';
import {
  claimSource,
  clearStaging,
  countStaging,
  createStaging,
  STAGING_TABLE,
  stageReturns,
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
 * @throws Problem IMPORT_HEADER_INVALID or IMPORT_UNREADABLE; nothing is then imported.
 */
export async function importSales(tx: Tx, upload: SalesUpload): Promise<Imported> {
  const { importId, source, file: name, currency } = upload;
  const begun = { importId, source, file: name, importedAt: upload.importedAt.toISOString() };
  const ledgerCurrency = await claimLedger(tx.db, currency);
  await insertImport(tx.db, { ...begun, currency: ledgerCurrency });
  const file = new SalesFile(name, upload.columns, currency);
  const taking = { importId, source, currency, ledgerCurrency };
  const { accepted, rejected, newlyRejected, amount } = await takeFile(tx, upload, file, taking);
  if (accepted > 0) {
    await keepLedgerCurrency(tx.db, ledgerCurrency);
    await closeRejections(tx.db, upload);
  }
  const duplicates = file.lines - accepted - rejected;
  const counts = { accepted, duplicates, rejected, amount: money(amount, ledgerCurrency) };
  const done = { ...begun, lines: file.lines, ...counts };
  await completeImport(tx.db, done);
  return { done, hasChanged: accepted + newlyRejected > 0 };
}

/** The file goes in slices, so that no statement and no temporary table grows with it; its returns go last. */
async function takeFile(tx: Tx, upload: SalesUpload, file: SalesFile, taking: Taking): Promise<Tally> {
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
      const lines = file.lines - before;
      // A slice without lines may be a file without a header yet.
      if (lines > 0) await takeSales(tx, { ...taking, file: upload.file, layout: file.layout }, lines, tally);
      before = file.lines;
    } while (!slices.isOver());
    await takeReturns(tx, { ...taking, file: upload.file, layout: file.layout }, tally);
    return tally;
  } finally {
    await rows.return();
  }
}

async function takeSales(tx: Tx, given: RejectingFile, lines: number, tally: Tally): Promise<void> {
  const accepted = await acceptSales(tx.db, given);
  add(tally, accepted);
  if (accepted.lines < lines) add(tally, await rejectStaged(tx.db, given, 'sales'));
  await clearStaging(tx.db);
}

async function takeReturns(tx: Tx, given: RejectingFile, tally: Tally): Promise<void> {
  const returns = await stageReturns(tx.db);
  if (returns === 0) return;
  const accepted = await acceptReturns(tx.db, given);
  add(tally, accepted);
  if (accepted.lines < returns) add(tally, await rejectStaged(tx.db, given, 'returns'));
}

function add(tally: Tally, more: Accepted | Rejected): void {
  if ('rejected' in more) {
    tally.rejected += more.rejected;
    tally.newlyRejected += more.newlyRejected;
  } else {
    tally.accepted += more.lines;
    tally.amount += more.amount;
  }
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
