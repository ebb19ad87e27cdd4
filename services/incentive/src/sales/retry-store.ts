import { salesImported } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Context, Tx } from '../context.js';
import { acceptReturns, acceptSales } from './accept-store.js';
import { claimLedger, keepLedgerCurrency } from './ledger-store.js';
import { closeRejections } from './rejection-store.js';
import { firstStagedCurrency, stageRejected } from './retryable-store.js';
import { claimSource, clearStaging, createStaging, stageReturns } from './staging-store.js';
import { completeImport, insertImport } from './store.js';

/** What became of lines that were tried again. Those that still cannot be taken stay as they are. */
export interface Retried {
  readonly tried: number;
  readonly accepted: number;
}

/** Tries the rejected lines of a source again: what they name may be known by now. */
export async function retryRejected(ctx: Context, tx: Tx, source: string): Promise<Retried> {
  await createStaging(tx.db);
  await claimSource(tx.db, source);
  const tried = await stageRejected(tx.db, source);
  if (tried === 0) return { tried, accepted: 0 };
  const begun = {
    importId: ctx.newId(),
    source,
    file: 'retry of rejected lines',
    importedAt: ctx.now().toISOString(),
  };
  const ledgerCurrency = await claimLedger(tx.db, await firstStagedCurrency(tx.db));
  const taking = { ...begun, currency: ledgerCurrency, ledgerCurrency };
  const sales = await acceptSales(tx.db, taking);
  await clearStaging(tx.db);
  await stageReturns(tx.db);
  const returns = await acceptReturns(tx.db, taking);
  const accepted = sales.lines + returns.lines;
  const amount = money(sales.amount + returns.amount, ledgerCurrency);
  const counts = { accepted, duplicates: 0, rejected: 0, amount };
  // What has changed nothing is no import.
  if (accepted === 0) return { tried, accepted };
  await insertImport(tx.db, { ...begun, currency: ledgerCurrency });
  await keepLedgerCurrency(tx.db, ledgerCurrency);
  await closeRejections(tx.db, taking);
  await completeImport(tx.db, { ...begun, lines: accepted, ...counts });
  tx.publish(salesImported, { importId: begun.importId, source, file: begun.file, ...counts });
  tx.enqueue('summarise-sales', {});
  return { tried, accepted };
}
