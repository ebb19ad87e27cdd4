import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { CarriageLine, Outlet } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { OutletTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import type { MarketPlace } from '../places/places.js';
import type { OutletContent } from './outlets.js';

type Db = Kysely<TerritoryDb>;

/** The outlets with these codes; they cannot change until the transaction ends. */
export async function lockOutlets(db: Db, codes: readonly string[]): Promise<readonly Outlet[]> {
  const { rows } = await sql<Selectable<OutletTable>>`
    select * from outlet where code = any(${codes}::text[]) order by code for update`.execute(db);
  return rows.map(outletOf);
}

/** @param outlets each code once, in the order of the codes; `place` is null while no model is active. */
export async function upsertOutlets(
  db: Db,
  outlets: readonly (OutletContent & { readonly place: MarketPlace | null })[],
): Promise<void> {
  const rows = outlets.map(({ place, ...content }) => ({ path: [], ...content, ...place }));
  await sql`
    insert into outlet (code, name, attributes, product_lines, opens_on, closes_on,
      model_id, status, territory_code, rule_code, path)
    select o.code, o.name, o.attributes, o."productLines", o."opensOn", o."closesOn",
      o."modelId", o.status, o."territoryCode", o."ruleCode", o.path
    from json_to_recordset(${JSON.stringify(rows)}::json) as o (code text, name text, attributes jsonb,
      "productLines" text[], "opensOn" date, "closesOn" date, "modelId" uuid, status text,
      "territoryCode" text, "ruleCode" text, path text[])
    order by o.code
    on conflict (code) do update set
      name = excluded.name, attributes = excluded.attributes, product_lines = excluded.product_lines,
      opens_on = excluded.opens_on, closes_on = excluded.closes_on, model_id = excluded.model_id,
      status = excluded.status, territory_code = excluded.territory_code, rule_code = excluded.rule_code,
      path = excluded.path
  `.execute(db);
}

/** Outlets that another model placed than this one, or none; they cannot change until the transaction ends. */
export async function lockMisplaced(
  db: Db,
  modelId: string,
  limit: number,
): Promise<readonly Pick<Outlet, 'code' | 'attributes'>[]> {
  const { rows } = await sql<Pick<Outlet, 'code' | 'attributes'>>`
    select code, attributes from outlet where model_id is distinct from ${modelId}::uuid
    order by code limit ${limit} for update`.execute(db);
  return rows;
}

export async function placeOutlets(
  db: Db,
  places: readonly (MarketPlace & { readonly code: string })[],
): Promise<void> {
  await sql`
    update outlet o set model_id = p."modelId", status = p.status, territory_code = p."territoryCode",
      rule_code = p."ruleCode", path = p.path
    from json_to_recordset(${JSON.stringify(places)}::json) as p (code text, "modelId" uuid, status text,
      "territoryCode" text, "ruleCode" text, path text[])
    where o.code = p.code
  `.execute(db);
}

/** Which outlets to list: `territoryCode` stands for its whole part of the tree. */
export interface OutletFilter {
  readonly territoryCode?: string | undefined;
  readonly status?: Outlet['status'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectOutletPage(db: Db, filter: OutletFilter): Promise<Page<Outlet>> {
  const { territoryCode, status, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const asked = [sql`true`];
  if (territoryCode !== undefined) asked.push(sql`path @> array[${territoryCode}::text]`);
  if (status) asked.push(sql`status = ${status}`);
  if (after !== undefined) asked.push(sql`code > ${after}`);
  const { rows } = await sql<Selectable<OutletTable>>`
    select * from outlet where ${sql.join(asked, sql` and `)} order by code limit ${limit + 1}`.execute(db);
  return pageFrom(rows.map(outletOf), limit, ({ code }) => [code]);
}

/** Those observations that are on record under the same outlet, product line and day. */
export async function selectCarriage(
  db: Db,
  lines: readonly CarriageLine[],
): Promise<readonly CarriageLine[]> {
  const { rows } = await sql<CarriageLine>`
    select s.outlet_code as "outletCode", s.product_line as "productLine", s.observed_on as "observedOn", s.carried
    from outlet_observation s
    join (select distinct "outletCode", "productLine", "observedOn" from json_to_recordset(${JSON.stringify(lines)}::json)
      as l ("outletCode" text, "productLine" text, "observedOn" date)) as l
      on s.outlet_code = l."outletCode" and s.product_line = l."productLine" and s.observed_on = l."observedOn"
  `.execute(db);
  return rows;
}

export async function upsertCarriage(db: Db, lines: readonly CarriageLine[]): Promise<void> {
  await sql`
    insert into outlet_observation (outlet_code, product_line, observed_on, carried)
    select l."outletCode", l."productLine", l."observedOn", l.carried
    from json_to_recordset(${JSON.stringify(lines)}::json)
      as l ("outletCode" text, "productLine" text, "observedOn" date, carried boolean)
    on conflict (outlet_code, product_line, observed_on) do update set carried = excluded.carried
  `.execute(db);
}

function outletOf(row: Selectable<OutletTable>): Outlet {
  return {
    code: row.code,
    name: row.name,
    attributes: row.attributes,
    productLines: row.product_lines,
    opensOn: row.opens_on,
    closesOn: row.closes_on,
    status: row.status,
    territoryCode: row.territory_code,
    ruleCode: row.rule_code,
  };
}
