import type { SalesImport } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { SalesImportTable } from '../db/sales-schema.js';
import type { IncentiveDb } from '../db/schema.js';
import { quartersOfYear } from '../periods.js';

type Db = Kysely<IncentiveDb>;

/** Notes an import at its beginning, with nothing in it yet, so that its lines can refer to it. */
export async function insertImport(
  db: Db,
  begun: Pick<SalesImport, 'importId' | 'source' | 'file' | 'importedAt'> & { readonly currency: string },
): Promise<void> {
  const { importId, source, file, currency, importedAt } = begun;
  const nothing = { lines: 0, accepted: 0, duplicates: 0, rejected: 0, amount: '0' };
  await db
    .insertInto('sales_import')
    .values({ import_id: importId, source, file, currency, ...nothing, imported_at: new Date(importedAt) })
    .execute();
}

/** Notes what has become of an import. */
export async function completeImport(db: Db, done: SalesImport): Promise<void> {
  const { importId, lines, accepted, duplicates, rejected, amount } = done;
  await db
    .updateTable('sales_import')
    .set({ lines, accepted, duplicates, rejected, amount: amount.amount })
    .where('import_id', '=', importId)
    .execute();
}

export async function selectImport(db: Db, importId: string): Promise<SalesImport | undefined> {
  const row = await db
    .selectFrom('sales_import')
    .selectAll()
    .where('import_id', '=', importId)
    .executeTakeFirst();
  return row && importOf(row);
}

function importOf(row: Selectable<SalesImportTable>): SalesImport {
  const { source, file, lines, accepted, duplicates, rejected } = row;
  return {
    importId: row.import_id,
    source,
    file,
    lines,
    accepted,
    duplicates,
    rejected,
    amount: money(BigInt(row.amount), row.currency),
    importedAt: row.imported_at.toISOString(),
  };
}

interface LedgerTotals {
  readonly accepted: number;
  readonly amount: string;
  readonly rejected: number;
  readonly currency: string | null;
}

/** What the ledger holds: the sums of what imports have put there, so that nobody counts millions of rows. */
export async function totalLedger(db: Db): Promise<LedgerTotals> {
  const { rows } = await sql<LedgerTotals>`
    select coalesce(sum(accepted), 0)::int as accepted, coalesce(sum(amount), 0)::text as amount,
      (select count(*)::int from rejected_sale where is_open) as rejected,
      (select currency from ledger) as currency
    from sales_import`.execute(db);
  return rows[0]!;
}

/** What of it a caller sees whose grant is limited: an import is of many partners, so the quarters of those within are summed up. */
export async function totalLedgerWithin(db: Db): Promise<LedgerTotals> {
  const { rows } = await sql<LedgerTotals>`
    select coalesce(sum(lines), 0)::int as accepted, coalesce(sum(sales), 0)::text as amount, 0 as rejected,
      (select currency from ledger) as currency
    from partner_quarter`.execute(db);
  return rows[0]!;
}

/** Sales of a year by the territory that each partner is in now; of partners in none under a code of null. */
export async function totalTerritories(
  db: Db,
  year: number,
): Promise<{ code: string | null; name: string | null; amount: string }[]> {
  const { first, last } = quartersOfYear(year);
  const { rows } = await sql<{ code: string | null; name: string | null; amount: string }>`
    select t.territory_code as code, max(t.territory_name) as name, coalesce(sum(q.sales), 0)::text as amount
    from partner_territory t
    full join (
      select partner_id, sum(sales) as sales from partner_quarter
      where quarter between ${first} and ${last}
      group by partner_id
    ) q on q.partner_id = t.partner_id
    group by t.territory_code
    order by t.territory_code nulls last`.execute(db);
  return rows;
}
