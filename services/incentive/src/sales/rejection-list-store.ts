import type { RejectedSale } from '@quyu/incentive-contracts';
import { cursorPart, type Page, PAGE_DEFAULT, pageFrom, type PageQuery, readCursor } from '@quyu/plugin-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { RejectedSaleTable } from '../db/sales-schema.js';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** An import's rejected lines in the order of the file. */
export async function selectRejections(
  db: Db,
  importId: string,
  { cursor, limit = PAGE_DEFAULT }: PageQuery,
): Promise<Page<RejectedSale>> {
  const [line, id] = readCursor(cursor, [cursorPart.int, cursorPart.bigint]) ?? ['0', '0'];
  const rows = await db
    .selectFrom('sales_import_rejection as listed')
    .innerJoin('rejected_sale as r', 'r.rejected_id', 'listed.rejected_id')
    .selectAll('r')
    .where('listed.import_id', '=', importId)
    .where(sql<boolean>`(r.line, r.rejected_id) > (${line}::int, ${id}::bigint)`)
    .orderBy('r.line')
    .orderBy('r.rejected_id')
    .limit(limit + 1)
    .execute();
  return pageFrom(rows.map(rejectedSaleOf), limit, (row) => [String(row.line), row.rejectedId]);
}

export interface RejectionFilter extends PageQuery {
  readonly source?: string | undefined;
  readonly code?: string | undefined;
}

/** Rejected lines of all imports that wait for somebody, the oldest first. */
export async function selectOpenRejections(db: Db, filter: RejectionFilter): Promise<Page<RejectedSale>> {
  const { cursor, limit = PAGE_DEFAULT, source, code } = filter;
  const [after] = readCursor(cursor, [cursorPart.bigint]) ?? ['0'];
  let query = db
    .selectFrom('rejected_sale as r')
    .selectAll('r')
    .where('r.is_open', '=', true)
    .where(sql<boolean>`r.rejected_id > ${after}::bigint`)
    .orderBy('r.rejected_id')
    .limit(limit + 1);
  if (source !== undefined) query = query.where('r.source', '=', source);
  if (code !== undefined) query = query.where('r.code', '=', code);
  return pageFrom((await query.execute()).map(rejectedSaleOf), limit, (row) => [row.rejectedId]);
}

/** A rejected line; nobody else settles it until the transaction ends. */
export async function lockRejection(db: Db, rejectedId: string): Promise<RejectedSale | undefined> {
  const row = await db
    .selectFrom('rejected_sale')
    .selectAll()
    .where(sql<boolean>`rejected_id = ${rejectedId}::bigint`)
    .forUpdate()
    .executeTakeFirst();
  return row && rejectedSaleOf(row);
}

/** @param because why the line is not to be recorded; null when it was, in another form. */
export async function closeRejection(db: Db, rejectedId: string, because: string | null): Promise<void> {
  await db
    .updateTable('rejected_sale')
    .set({ is_open: false, dismissed_because: because })
    .where(sql<boolean>`rejected_id = ${rejectedId}::bigint`)
    .execute();
}

function rejectedSaleOf(row: Selectable<RejectedSaleTable>): RejectedSale {
  return {
    rejectedId: row.rejected_id,
    source: row.source,
    file: row.file,
    line: row.line,
    column: row.column_name,
    value: row.value,
    code: row.code as RejectedSale['code'],
    reason: row.reason,
    raw: row.raw,
    isOpen: row.is_open,
    dismissedBecause: row.dismissed_because,
  };
}

/** What is wrong with the first rejected line of an import. */
export async function firstRejection(
  db: Db,
  importId: string,
): Promise<Pick<RejectedSale, 'column' | 'code'> & { readonly message: string }> {
  const { items } = await selectRejections(db, importId, { limit: 1 });
  const { column, code, reason } = items[0]!;
  return { column, code, message: column === null || reason.startsWith(column) ? reason : `${column}: ${reason}` };
} // prettier-ignore
