import type { SalesImport } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Tx } from '../context.js';
import type { Taking } from './accept-store.js';
import type { ImportSizes } from './import-sizes.js';
import { selectKnownNames } from './parts/known-names-store.js';
import { claimLedger, keepLedgerCurrency } from './ledger-store.js';
import { Pieces } from './pieces.js';
import { closeRejections, type RejectingFile } from './rejection-store.js';
import type { ColumnNames } from './sales-columns.js';
import { SalesFile } from './sales-file.js';
import { takeReturns, takeSlices } from './slice-store.js';
import { StagedLines } from './staged-lines.js';
import { stagedRows } from './staged-rows.js';
import { createStaging } from './staging-store.js';
import { completeImport, insertImport } from './store.js';
import { takeParts } from './parts/take-parts-store.js';
import { newTally, type Tally } from './tally.js';

/** A file to import, and as what. */
export interface SalesUpload {
  readonly importId: string;
  readonly importedAt: Date;
  readonly source: string;
  readonly file: string;
  readonly currency: string;
  readonly columns: ColumnNames;
  readonly body: AsyncIterable<Uint8Array>;
  readonly sizes: ImportSizes;
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

/** Large files fill parts of the ledger, all else goes in slices; the returns of either go last. */
async function takeFile(tx: Tx, upload: SalesUpload, file: SalesFile, taking: Taking): Promise<Tally> {
  const { source, sizes } = upload;
  const tally = newTally();
  const pieces = new Pieces(file.chunksOf(upload.body));
  const given = (): RejectingFile => ({ ...taking, file: upload.file, layout: file.layout });
  await createStaging(tx.db);
  try {
    const isLarge = await pieces.reach(sizes.large);
    const names = isLarge ? await selectKnownNames(tx.db, taking.ledgerCurrency) : undefined;
    if (names) await takeParts(tx, { file, pieces, taking, given, sizes, names }, tally);
    const lines = new StagedLines();
    const rows = stagedRows(file, pieces, lines);
    if (!file.isOver) await takeSlices(tx, source, { given, lines, rows, sliceBytes: sizes.slice }, tally);
    await takeReturns(tx, given(), tally);
    return tally;
  } finally {
    await pieces.close();
  }
}
