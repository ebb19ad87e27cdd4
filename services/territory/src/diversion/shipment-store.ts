import { cursorPart, money, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Shipment, ShipmentLine, Verdict as VerdictName } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ShipmentTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import type { MarketPlace } from '../places/places.js';
import type { Verdict } from './evidence.js';
import type { ShipmentKey } from './shipments.js';

type Db = Kysely<TerritoryDb>;

/** A line to record: `place` is where the active model puts it, so that it is found by territory before it is judged. */
export type NewShipment = ShipmentLine & { readonly shipmentId: string; readonly place: MarketPlace | null };

/** Adds the shipments whose key is new, in one order for everybody. @returns their keys. */
export async function insertShipments(
  db: Db,
  shipments: readonly NewShipment[],
): Promise<readonly ShipmentKey[]> {
  if (shipments.length === 0) return [];
  const rows = shipments.map(({ place, amount, ...line }) => ({ path: [], ...line, ...amount, ...place }));
  const { rows: created } = await sql<ShipmentKey>`
    insert into shipment (shipment_id, source, line_id, partner_code, product_line, ship_to, shipped_on, quantity,
      amount, currency, verdict, territory_code, rule_code, path)
    select s."shipmentId", s.source, s."lineId", s."partnerCode", s."productLine", s."shipTo", s."shippedOn",
      s.quantity, s.amount, s.currency, 'pending', s."territoryCode", s."ruleCode", s.path
    from json_to_recordset(${JSON.stringify(rows)}::json) as s ("shipmentId" uuid, source text, "lineId" text,
      "partnerCode" text, "productLine" text, "shipTo" jsonb, "shippedOn" date, quantity bigint, amount bigint,
      currency text, "territoryCode" text, "ruleCode" text, path text[])
    order by s.source, s."lineId"
    on conflict (source, line_id) do nothing
    returning source, line_id as "lineId"
  `.execute(db);
  return created;
}

/** What is on record under these keys. */
export async function selectShipmentLines(
  db: Db,
  keys: readonly ShipmentKey[],
): Promise<readonly ShipmentLine[]> {
  const { rows } = await sql<Selectable<ShipmentTable>>`
    select s.* from shipment s
    join (select distinct * from unnest(
      ${keys.map(({ source }) => source)}::text[], ${keys.map(({ lineId }) => lineId)}::text[])) as k (source, line_id)
      on s.source = k.source and s.line_id = k.line_id
  `.execute(db);
  return rows.map(lineOf);
}

/** A shipment that is to be judged. */
export type ToJudge = Pick<Shipment, 'shipmentId' | 'partnerCode' | 'productLine' | 'shippedOn' | 'shipTo'>;

/** Which shipments to judge next, partner by partner: all of them, or those that nobody has judged so far. */
export interface JudgeFilter {
  readonly partnerCode: string | undefined;
  readonly again: boolean;
  readonly after: Pick<Shipment, 'partnerCode' | 'shipmentId'> | undefined;
  readonly limit: number;
}

export async function selectToJudge(db: Db, filter: JudgeFilter): Promise<readonly ToJudge[]> {
  const { partnerCode, again, after, limit } = filter;
  const asked = [sql`true`];
  if (!again) asked.push(sql`verdict = 'pending'`);
  if (partnerCode !== undefined) asked.push(sql`partner_code = ${partnerCode}`);
  if (after) asked.push(sql`(partner_code, shipment_id) > (${after.partnerCode}, ${after.shipmentId}::uuid)`);
  const { rows } = await sql<ToJudge>`
    select shipment_id as "shipmentId", partner_code as "partnerCode", product_line as "productLine",
      shipped_on as "shippedOn", ship_to as "shipTo"
    from shipment where ${sql.join(asked, sql` and `)} order by partner_code, shipment_id limit ${limit}`.execute(
    db,
  );
  return rows;
}

export async function saveVerdicts(db: Db, verdicts: readonly Verdict[]): Promise<void> {
  const rows = verdicts.map(({ sale, place, ruling }) => ({
    shipmentId: sale.shipmentId,
    verdict: ruling.verdict,
    grantCode: ruling.verdict === 'inside' ? ruling.grantCode : null,
    ...place,
  }));
  await sql`
    update shipment s set verdict = v.verdict, model_id = v."modelId", territory_code = v."territoryCode",
      rule_code = v."ruleCode", grant_code = v."grantCode", path = v.path
    from json_to_recordset(${JSON.stringify(rows)}::json) as v ("shipmentId" uuid, verdict text, "modelId" uuid,
      "territoryCode" text, "ruleCode" text, "grantCode" text, path text[])
    where s.shipment_id = v."shipmentId"
      and (s.verdict, s.model_id, s.territory_code, s.rule_code, s.grant_code)
        is distinct from (v.verdict, v."modelId", v."territoryCode", v."ruleCode", v."grantCode")
  `.execute(db);
}

/** Which shipments to list. */
export interface ShipmentFilter {
  readonly partnerCode?: string | undefined;
  readonly verdict?: VerdictName | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectShipmentPage(db: Db, filter: ShipmentFilter): Promise<Page<Shipment>> {
  const { partnerCode, verdict, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  const asked = [sql`true`];
  if (partnerCode !== undefined) asked.push(sql`partner_code = ${partnerCode}`);
  if (verdict !== undefined) asked.push(sql`verdict = ${verdict}`);
  if (after !== undefined) asked.push(sql`shipment_id > ${after}::uuid`);
  const { rows } = await sql<Selectable<ShipmentTable>>`
    select * from shipment where ${sql.join(asked, sql` and `)} order by shipment_id limit ${limit + 1}`.execute(
    db,
  );
  const shipments = rows.map((row) => ({
    shipmentId: row.shipment_id,
    ...lineOf(row),
    verdict: row.verdict,
    territoryCode: row.territory_code,
    ruleCode: row.rule_code,
    grantCode: row.grant_code,
  }));
  return pageFrom(shipments, limit, ({ shipmentId }) => [shipmentId]);
}

function lineOf(row: Selectable<ShipmentTable>): ShipmentLine {
  return {
    source: row.source,
    lineId: row.line_id,
    partnerCode: row.partner_code,
    productLine: row.product_line,
    shipTo: row.ship_to,
    shippedOn: row.shipped_on,
    quantity: Number(row.quantity),
    amount: money(BigInt(row.amount), row.currency),
  };
}
