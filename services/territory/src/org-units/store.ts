import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { OrgUnit, UnitKind } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { OrgUnitTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** Every unit; the tree cannot change until the transaction ends. It is read whole: rings and paths are of the whole. */
export async function lockUnits(db: Db): Promise<readonly OrgUnit[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('territory.org-units', 0))`.execute(db);
  const rows = await db.selectFrom('org_unit').selectAll().execute();
  return rows.map(unitOf);
}

export async function upsertUnits(db: Db, units: readonly OrgUnit[]): Promise<void> {
  await sql`
    insert into org_unit (code, unit_id, kind, name, parent_code, path, territory_codes, opens_on, closes_on)
    select u.code, u."unitId", u.kind, u.name, u."parentCode", u.path, u."territoryCodes", u."opensOn", u."closesOn"
    from json_to_recordset(${JSON.stringify(units)}::json) as u (code text, "unitId" uuid, kind text, name text,
      "parentCode" text, path text[], "territoryCodes" text[], "opensOn" date, "closesOn" date)
    order by u.code
    on conflict (code) do update set
      kind = excluded.kind, name = excluded.name, parent_code = excluded.parent_code, path = excluded.path,
      territory_codes = excluded.territory_codes, opens_on = excluded.opens_on, closes_on = excluded.closes_on
  `.execute(db);
}

export async function selectUnit(db: Db, code: string): Promise<OrgUnit | undefined> {
  const row = await db.selectFrom('org_unit').selectAll().where('code', '=', code).executeTakeFirst();
  return row && unitOf(row);
}

/** Paths of these units, by code. */
export async function selectUnitPaths(
  db: Db,
  codes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db
    .selectFrom('org_unit')
    .select(['code', 'path'])
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
  return new Map(rows.map(({ code, path }) => [code, path]));
}

/** Which units to list: `within` stands for a unit with all below it. */
export interface UnitFilter {
  readonly kind?: UnitKind | undefined;
  readonly within?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectUnitPage(db: Db, filter: UnitFilter): Promise<Page<OrgUnit>> {
  const { kind, within, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const asked = [sql`true`];
  if (kind !== undefined) asked.push(sql`kind = ${kind}`);
  if (within !== undefined) asked.push(sql`path @> array[${within}::text]`);
  if (after !== undefined) asked.push(sql`code > ${after}`);
  const { rows } = await sql<Selectable<OrgUnitTable>>`
    select * from org_unit where ${sql.join(asked, sql` and `)} order by code limit ${limit + 1}`.execute(db);
  return pageFrom(rows.map(unitOf), limit, ({ code }) => [code]);
}

function unitOf(row: Selectable<OrgUnitTable>): OrgUnit {
  return {
    unitId: row.unit_id,
    code: row.code,
    kind: row.kind,
    name: row.name,
    parentCode: row.parent_code,
    path: row.path,
    territoryCodes: row.territory_codes,
    opensOn: row.opens_on,
    closesOn: row.closes_on,
  };
}
