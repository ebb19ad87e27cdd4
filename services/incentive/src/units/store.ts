import { type Kysely, type Selectable, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { OrgMemberTable, OrgUnitTable } from '../db/unit-schema.js';

type Db = Kysely<IncentiveDb>;

/** @param units each once. */
export async function upsertUnits(db: Db, units: readonly Selectable<OrgUnitTable>[]): Promise<void> {
  await sql`
    insert into org_unit (unit_id, code, path)
    select unit_id, code, path from json_populate_recordset(null::org_unit, ${JSON.stringify(units)})
    on conflict (unit_id) do update set code = excluded.code, path = excluded.path`.execute(db);
}

/** @param members each once. */
export async function upsertMembers(db: Db, members: readonly Selectable<OrgMemberTable>[]): Promise<void> {
  await sql`
    insert into org_member (member_id, unit_code, staff_code, from_date, to_date)
    select member_id, unit_code, staff_code, from_date, to_date
    from json_populate_recordset(null::org_member, ${JSON.stringify(members)})
    on conflict (member_id) do update
      set unit_code = excluded.unit_code, staff_code = excluded.staff_code,
        from_date = excluded.from_date, to_date = excluded.to_date`.execute(db);
}
