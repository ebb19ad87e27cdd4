import type { ChangedSales } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { sql } from 'kysely';
import type { Context, Tx } from '../context.js';
import { importSales } from './import-store.js';
import { selectRejections } from './rejection-list-store.js';
import { uploadOfLines } from './upload-store.js';

const OWN_SOURCE = 'what-if';
const FAULTS_SHOWN = 100;
/** The first line of a file is its header. */
const FIRST_LINE = 2;

/**
 * Changes the stored sales in a transaction that is taken back in the end: lines are taken off, then others go the way that all lines go.
 *
 * @returns what cannot be changed, each at its JSON Pointer in the request; the transaction is then of no use.
 */
export async function changeSales(ctx: Context, tx: Tx, { remove = [], add = [], source = OWN_SOURCE }: ChangedSales): Promise<readonly Fault[]> {
  const missing = await removeLines(tx.db, remove);
  if (missing.length > 0 || add.length === 0) return missing;
  const { done } = await importSales(tx, uploadOfLines(ctx, source, 'what-if', add));
  if (done.rejected === 0) return [];
  const { items } = await selectRejections(tx.db, done.importId, { limit: FAULTS_SHOWN });
  return items.map(({ line, code, reason }) => ({ pointer: `/body/sales/add/${line - FIRST_LINE}`, code: code.toLowerCase(), message: reason }));
} // prettier-ignore

async function removeLines(db: Tx['db'], lines: NonNullable<ChangedSales['remove']>): Promise<Fault[]> {
  const asked = sql`json_to_recordset(${JSON.stringify(lines)}::json) as a (source text, "lineId" text)`;
  const { rows } = await sql<{ source: string; lineId: string }>`
    with removed as (
      delete from sale s using ${asked}
      where s.source = a.source collate "C" and (s.line_id = a."lineId" collate "C" or s.returns_line_id = a."lineId" collate "C")
      returning s.partner_id, s.quarter, s.source, s.line_id
    ), marked as (
      insert into dirty_quarter (partner_id, quarter) select distinct partner_id, quarter from removed
    )
    select a.source, a."lineId" from ${asked}
    where not exists (select from removed r where r.source = a.source collate "C" and r.line_id = a."lineId" collate "C")`.execute(db);
  return rows.map(({ source, lineId }) => ({
    pointer: `/body/sales/remove/${lines.findIndex((each) => each.source === source && each.lineId === lineId)}`,
    code: 'line_not_found',
    message: `no line of "${source}" has the id "${lineId}"`,
  }));
} // prettier-ignore
