import { type SaleLine, type SalesImport, salesImported } from '@quyu/incentive-contracts';
import type { Context, Tx } from '../context.js';
import { importSizes } from './import-sizes.js';
import { importSales, type SalesUpload } from './import-store.js';
import { linesAsCsv } from './lines-as-csv.js';
import { hasWaitingReturns } from './retryable-store.js';

/** Takes sales lines into the ledger and tells of them. */
export async function takeUpload(tx: Tx, upload: SalesUpload): Promise<SalesImport> {
  const { done, hasChanged } = await importSales(tx, upload);
  const { lines: _lines, importedAt: _importedAt, ...announced } = done;
  // The same file again changes nothing, be there bad lines in it, so there is nothing to tell.
  if (hasChanged) tx.publish(salesImported, announced);
  if (done.accepted === 0) return done;
  tx.enqueue('summarise-sales', {});
  // What they return may have come only now.
  if (await hasWaitingReturns(tx.db, done.source)) tx.enqueue('retry-rejections', { source: done.source });
  return done;
}

/** Lines of a request, as the file that they would have come in. */
export function uploadOfLines(
  ctx: Context,
  source: string,
  file: string,
  lines: readonly SaleLine[],
): SalesUpload {
  return {
    importId: ctx.newId(),
    importedAt: ctx.now(),
    sizes: importSizes(ctx),
    source,
    file,
    // Every line names its own.
    currency: lines[0]!.amount.currency,
    columns: {},
    body: inOnePiece(Buffer.from(linesAsCsv(lines))),
  };
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
