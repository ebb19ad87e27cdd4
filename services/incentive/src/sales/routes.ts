import { incentiveErrors, type SalesImport } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import { importSales } from './import-sales.js';
import { selectImport, selectRejections, totalLedger, totalTerritories } from './store.js';

type Operations = 'importSales' | 'getSalesImport' | 'listRejectedSales' | 'totalSales';

/** ISO 4217 for "no currency": that of a ledger without sales. */
const NO_CURRENCY = 'XXX';

export function salesRoutes(ctx: Context): RoutesOf<Operations> {
  const findImport = async (importId: string): Promise<SalesImport> => {
    const found = await selectImport(ctx.db, importId);
    if (!found) throw incentiveErrors.IMPORT_NOT_FOUND({ detail: `no import has the id ${importId}` });
    return found;
  };

  return {
    importSales: ({ query: { source, file, currency, ...columns }, body }) =>
      ctx.transaction((tx) =>
        importSales(tx, {
          importId: ctx.newId(),
          importedAt: ctx.now(),
          sliceBytes: ctx.config.importSliceBytes,
          source,
          file,
          currency,
          columns,
          body,
        }),
      ),

    getSalesImport: ({ params }) => findImport(params.importId),

    listRejectedSales: async ({ params, query }) => {
      const { importId } = await findImport(params.importId);
      return selectRejections(ctx.db, importId, query);
    },

    totalSales: async ({ query: { year } }) => {
      const { accepted, rejected, amount, currency } = await totalLedger(ctx.db);
      const inCurrency = (minor: string) => money(BigInt(minor), currency ?? NO_CURRENCY);
      const territories = await totalTerritories(ctx.db, year);
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
    },
  };
}
