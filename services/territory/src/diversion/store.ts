import { cursorPart, money, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Diversion, DiversionCase } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { explainDiversion } from './evidence.js';

type Db = Kysely<TerritoryDb>;

function diversions(db: Db) {
  return db
    .selectFrom('diversion as d')
    .innerJoin('shipment as s', 's.shipment_id', 'd.shipment_id')
    .select(['d.diversion_id', 's.source', 's.line_id', 'd.partner_code', 'd.product_line', 'd.shipped_on'])
    .select(['s.quantity', 's.amount', 's.currency', 's.ship_to', 'd.model_code', 'd.territory_code'])
    .select(['d.rule_code', 'd.reason', 'd.grant_codes', 'd.exclusive_grant_codes', 'd.repeats'])
    .select(['d.severity', 'd.status', 'd.dismissal', 'd.detected_at']);
}

/** Which evidence to list: `territoryCode` stands for its whole part of the tree. */
export interface DiversionFilter {
  readonly partnerCode?: string | undefined;
  readonly productLine?: string | undefined;
  readonly territoryCode?: string | undefined;
  readonly status?: Diversion['status'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectDiversionPage(db: Db, filter: DiversionFilter): Promise<Page<Diversion>> {
  const { partnerCode, productLine, territoryCode, status, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = diversions(db)
    .orderBy('d.diversion_id')
    .limit(limit + 1);
  if (partnerCode !== undefined) query = query.where('d.partner_code', '=', partnerCode);
  if (productLine !== undefined) query = query.where('d.product_line', '=', productLine);
  if (territoryCode !== undefined) query = query.where(sql<boolean>`d.path @> array[${territoryCode}::text]`);
  if (status !== undefined) query = query.where('d.status', '=', status);
  if (after !== undefined) query = query.where('d.diversion_id', '>', after);
  return pageFrom((await query.execute()).map(diversionOf), limit, ({ diversionId }) => [diversionId]);
}

export async function selectDiversion(db: Db, diversionId: string): Promise<Diversion | undefined> {
  const row = await diversions(db).where('d.diversion_id', '=', diversionId).executeTakeFirst();
  return row && diversionOf(row);
}

/** The evidence; it cannot change until the transaction ends. */
export async function lockDiversion(db: Db, diversionId: string): Promise<Diversion | undefined> {
  const row = await diversions(db)
    .where('d.diversion_id', '=', diversionId)
    .forUpdate('d')
    .executeTakeFirst();
  return row && diversionOf(row);
}

/** Closes evidence by a person's word. It then no longer counts. */
export async function saveDismissal(
  db: Db,
  diversionId: string,
  dismissal: NonNullable<Diversion['dismissal']>,
): Promise<void> {
  await db
    .updateTable('diversion')
    .set({ status: 'dismissed', dismissal: JSON.stringify(dismissal), repeats: 0, severity: null })
    .where('diversion_id', '=', diversionId)
    .execute();
}

/** Open cases summed up by partner and product line, over the days of a window that ends on a day. */
export interface CaseFilter {
  readonly on: string;
  readonly windowDays: number;
  readonly partnerCode?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectCasePage(
  db: Db,
  filter: CaseFilter,
): Promise<Page<Omit<DiversionCase, 'severity'>>> {
  const { on, windowDays, partnerCode, cursor, limit } = filter;
  const after = readCursor(cursor, [cursorPart.text, cursorPart.text]);
  const beyond = after ? sql`(d.partner_code, d.product_line) > (${after[0]}, ${after[1]})` : sql`true`;
  const ofPartner = partnerCode === undefined ? sql`true` : sql`d.partner_code = ${partnerCode}`;
  const { rows } = await sql<Omit<DiversionCase, 'severity'>>`
    select d.partner_code as "partnerCode", d.product_line as "productLine", count(*)::int as cases,
      sum(s.quantity)::text as quantity, min(d.shipped_on) as "firstOn", max(d.shipped_on) as "lastOn",
      array_agg(distinct d.territory_code) as "territoryCodes"
    from diversion d join shipment s on s.shipment_id = d.shipment_id
    where d.status = 'open' and d.shipped_on <= ${on}::date and d.shipped_on > ${on}::date - ${windowDays}::int
      and ${ofPartner} and ${beyond}
    group by d.partner_code, d.product_line order by d.partner_code, d.product_line limit ${limit + 1}
  `.execute(db);
  return pageFrom(rows, limit, (row) => [row.partnerCode, row.productLine]);
}

type DiversionRow = Awaited<ReturnType<ReturnType<typeof diversions>['execute']>>[number];

function diversionOf(row: DiversionRow): Diversion {
  const diversion = {
    diversionId: row.diversion_id,
    source: row.source,
    lineId: row.line_id,
    partnerCode: row.partner_code,
    productLine: row.product_line,
    shippedOn: row.shipped_on,
    quantity: Number(row.quantity),
    amount: money(BigInt(row.amount), row.currency),
    shipTo: row.ship_to,
    modelCode: row.model_code,
    territoryCode: row.territory_code,
    ruleCode: row.rule_code,
    reason: row.reason,
    grantCodes: row.grant_codes,
    exclusiveGrantCodes: row.exclusive_grant_codes,
    repeats: row.repeats,
    severity: row.severity,
    status: row.status,
    dismissal: row.dismissal,
    detectedAt: row.detected_at.toISOString(),
  };
  return { ...diversion, explanation: explainDiversion(diversion) };
}
