import { cursorPart, money, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Diversion, DiversionCase } from '@quyu/territory-contracts';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { DiversionTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import { explainDiversion } from './evidence.js';

type Db = Kysely<TerritoryDb>;

/** Evidence with its sale. In plain SQL: what this costs the compiler as a built query is a fifth of the whole service. */
interface DiversionRow extends Selectable<DiversionTable> {
  readonly source: string;
  readonly line_id: string;
  readonly quantity: string;
  readonly amount: string;
  readonly currency: string;
  readonly ship_to: Readonly<Record<string, string>>;
}

async function selectDiversions(db: Db, rest: RawBuilder<unknown>): Promise<readonly Diversion[]> {
  const { rows } = await sql<DiversionRow>`
    select d.*, s.source, s.line_id, s.quantity, s.amount, s.currency, s.ship_to
    from diversion d join shipment s on s.shipment_id = d.shipment_id ${rest}`.execute(db);
  return rows.map(diversionOf);
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
  const asked = [sql`true`];
  if (partnerCode !== undefined) asked.push(sql`d.partner_code = ${partnerCode}`);
  if (productLine !== undefined) asked.push(sql`d.product_line = ${productLine}`);
  if (territoryCode !== undefined) asked.push(sql`d.path @> array[${territoryCode}::text]`);
  if (status !== undefined) asked.push(sql`d.status = ${status}`);
  if (after !== undefined) asked.push(sql`d.diversion_id > ${after}`);
  const rest = sql`where ${sql.join(asked, sql` and `)} order by d.diversion_id limit ${limit + 1}`;
  return pageFrom(await selectDiversions(db, rest), limit, ({ diversionId }) => [diversionId]);
}

/** The evidence with these ids, by id. */
export async function selectDiversionsOf(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Diversion>> {
  if (ids.length === 0) return new Map();
  const found = await selectDiversions(db, sql`where d.diversion_id = any(${ids}::uuid[])`);
  return new Map(found.map((diversion) => [diversion.diversionId, diversion]));
}

export async function selectDiversion(db: Db, diversionId: string): Promise<Diversion | undefined> {
  return (await selectDiversions(db, sql`where d.diversion_id = ${diversionId}`))[0];
}

/** The evidence; it cannot change until the transaction ends. */
export async function lockDiversion(db: Db, diversionId: string): Promise<Diversion | undefined> {
  return (await selectDiversions(db, sql`where d.diversion_id = ${diversionId} for update of d`))[0];
}

/** Closes evidence by a person's word. It then no longer counts. */
export async function saveDismissal(
  db: Db,
  diversionId: string,
  dismissal: NonNullable<Diversion['dismissal']>,
): Promise<void> {
  await sql`update diversion set status = 'dismissed', dismissal = ${JSON.stringify(dismissal)}::jsonb, repeats = 0,
    severity = null where diversion_id = ${diversionId}`.execute(db);
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
