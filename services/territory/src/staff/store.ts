import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Staff } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { StaffTable, TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** The staff with these codes; they cannot change until the transaction ends. */
export async function lockStaff(db: Db, codes: readonly string[]): Promise<readonly Staff[]> {
  const rows = await db
    .selectFrom('staff')
    .selectAll()
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .orderBy('code')
    .forUpdate()
    .execute();
  return rows.map(staffOf);
}

/**
 * Writes entries, each code once, in the order of their codes.
 *
 * @returns them as they are now: an entry that somebody else made in the meantime keeps its id.
 */
export async function upsertStaff(db: Db, staff: readonly Staff[]): Promise<readonly Staff[]> {
  const { rows } = await sql<Selectable<StaffTable>>`
    insert into staff (staff_id, code, name, title, manager_code, hired_on, territory_codes)
    select s."staffId", s.code, s.name, s.title, s."managerCode", s."hiredOn", s."territoryCodes"
    from json_to_recordset(${JSON.stringify(staff)}::json) as s ("staffId" uuid, code text, name text,
      title text, "managerCode" text, "hiredOn" date, "territoryCodes" text[])
    order by s.code
    on conflict (code) do update set
      name = excluded.name, title = excluded.title, manager_code = excluded.manager_code,
      hired_on = excluded.hired_on, territory_codes = excluded.territory_codes
    returning *
  `.execute(db);
  return rows.map(staffOf);
}

export async function selectStaffPage(
  db: Db,
  cursor: string | undefined,
  limit: number,
): Promise<Page<Staff>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('staff')
    .selectAll()
    .orderBy('code')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('code', '>', after);
  return pageFrom((await query.execute()).map(staffOf), limit, ({ code }) => [code]);
}

function staffOf(row: Selectable<StaffTable>): Staff {
  return {
    staffId: row.staff_id,
    code: row.code,
    name: row.name,
    title: row.title,
    managerCode: row.manager_code,
    hiredOn: row.hired_on,
    territoryCodes: row.territory_codes,
  };
}
