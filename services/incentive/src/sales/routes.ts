import { incentiveErrors, type SalesImport } from '@quyu/incentive-contracts';
import { money, type Scope } from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { requireCurrency } from '../currencies/require-currency.js';
import { importSizes } from './import-sizes.js';
import { selectRejections } from './rejection-list-store.js';
import { selectImport, totalLedger, totalLedgerWithin, totalTerritories } from './store.js';
import { markQuartersOfProducts } from './summary-store.js';
import { takeUpload, uploadOfLines } from './upload-store.js';

type Operations = 'importSales' | 'recordSales' | 'getSalesImport' | 'listRejectedSales' | 'totalSales';

/** ISO 4217 for "no currency": that of a ledger without sales. */
const NO_CURRENCY = 'XXX';

export function salesRoutes(ctx: Context): RoutesOf<Operations> {
  const findImport = async (importId: string): Promise<SalesImport> => {
    const found = await selectImport(ctx.db, importId);
    if (!found) throw incentiveErrors.IMPORT_NOT_FOUND({ detail: `no import has the id ${importId}` });
    return found;
  };

  return {
    importSales: ({ query: { source, file, currency, ...columns }, body }) => {
      requireCurrency(currency, '/query/currency');
      return ctx.transaction((tx) =>
        takeUpload(tx, {
          importId: ctx.newId(),
          importedAt: ctx.now(),
          sizes: importSizes(ctx),
          source,
          file,
          currency,
          columns,
          body,
        }),
      );
    },

    recordSales: ({ body: { source, lines } }, tx) =>
      takeUpload(tx, uploadOfLines(ctx, source, 'request', lines)),

    getSalesImport: ({ params }) => findImport(params.importId),

    listRejectedSales: async ({ params, query }) => {
      const { importId } = await findImport(params.importId);
      return selectRejections(ctx.db, importId, query);
    },

    totalSales: ({ query: { year }, scope }) => totalSales(ctx.db, year, scope),
  };
}

async function totalSales(db: Context['db'], year: number, scope: Scope) {
  const isWhole = scope === 'everything';
  const { accepted, rejected, amount, currency } = await (isWhole ? totalLedger(db) : totalLedgerWithin(db));
  const inCurrency = (minor: string) => money(BigInt(minor), currency ?? NO_CURRENCY);
  const territories = await totalTerritories(db, year);
  return {
    accepted,
    rejected,
    amount: inCurrency(amount),
    territories: territories.map(({ code, name, amount: sales }) => ({
      code: code ?? 'unassigned',
      name: name ?? 'Unassigned',
      amount: inCurrency(sales),
    })),
  };
}

/** Products have moved to another group: the quarters they were sold in are summed up again. */
export async function summariseProductsAgain(tx: Tx, productCodes: readonly string[]): Promise<void> {
  if ((await markQuartersOfProducts(tx.db, productCodes)) > 0n) tx.enqueue('summarise-sales', {});
}
