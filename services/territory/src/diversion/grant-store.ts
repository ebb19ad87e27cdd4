import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { PartnerGrant } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { PartnerGrantTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** Nobody else changes grants until the transaction ends: two that exclude each other must see each other. */
export async function lockGrants(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('territory.partner-grants', 0))`.execute(db);
}

/** Every exclusive grant, and those with these codes. */
export async function selectRivals(db: Db, codes: readonly string[]): Promise<readonly PartnerGrant[]> {
  const { rows } = await sql<Selectable<PartnerGrantTable>>`
    select * from partner_grant where exclusive or code = any(${codes}::text[])`.execute(db);
  return rows.map(grantOf);
}

/** Grants of these partners, and the exclusive ones of everybody. */
export async function selectGrantsFor(
  db: Db,
  partnerCodes: readonly string[],
): Promise<readonly PartnerGrant[]> {
  const { rows } = await sql<Selectable<PartnerGrantTable>>`
    select * from partner_grant where exclusive or partner_code = any(${partnerCodes}::text[])`.execute(db);
  return rows.map(grantOf);
}

/** Paths of these territories in the active model, by code. */
export async function selectPaths(
  db: Db,
  codes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ readonly code: string; readonly path: readonly string[] }>`
    select t.code, t.path from territory t join active_model a on a.model_id = t.model_id
    where t.code = any(${codes}::text[])`.execute(db);
  return new Map(rows.map(({ code, path }) => [code, path]));
}

/** @param grants each code once, in the order of the codes. */
export async function upsertGrants(db: Db, grants: readonly PartnerGrant[]): Promise<void> {
  await sql`
    insert into partner_grant (code, partner_code, territory_codes, product_lines, exclusive, from_date, to_date)
    select g.code, g."partnerCode", g."territoryCodes", g."productLines", g.exclusive, g."from", g."to"
    from json_to_recordset(${JSON.stringify(grants)}::json) as g (code text, "partnerCode" text,
      "territoryCodes" text[], "productLines" text[], exclusive boolean, "from" date, "to" date)
    order by g.code
    on conflict (code) do update set
      territory_codes = excluded.territory_codes, product_lines = excluded.product_lines,
      exclusive = excluded.exclusive, from_date = excluded.from_date, to_date = excluded.to_date
  `.execute(db);
}

/** Which grants to list. */
export interface GrantFilter {
  readonly partnerCode?: string | undefined;
  readonly on?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectGrantPage(db: Db, filter: GrantFilter): Promise<Page<PartnerGrant>> {
  const { partnerCode, on, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const asked = [sql`true`];
  if (partnerCode !== undefined) asked.push(sql`partner_code = ${partnerCode}`);
  if (on !== undefined)
    asked.push(sql`from_date <= ${on}::date and (to_date is null or to_date >= ${on}::date)`);
  if (after !== undefined) asked.push(sql`code > ${after}`);
  const { rows } = await sql<Selectable<PartnerGrantTable>>`
    select * from partner_grant where ${sql.join(asked, sql` and `)} order by code limit ${limit + 1}`.execute(
    db,
  );
  return pageFrom(rows.map(grantOf), limit, ({ code }) => [code]);
}

function grantOf(row: Selectable<PartnerGrantTable>): PartnerGrant {
  return {
    code: row.code,
    partnerCode: row.partner_code,
    territoryCodes: row.territory_codes,
    productLines: row.product_lines,
    exclusive: row.exclusive,
    from: row.from_date,
    to: row.to_date,
  };
}
