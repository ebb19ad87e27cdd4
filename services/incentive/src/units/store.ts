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

/** Plans may look at when somebody took part: who was placed otherwise is calculated again. @param members each once. */
export async function upsertMembers(db: Db, members: readonly Selectable<OrgMemberTable>[]): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::org_member, ${JSON.stringify(members)})
    ), marked as (
      insert into dirty_payee (payee_kind, payee_code)
      select distinct 'salesperson', changed.staff_code
      from given g left join org_member m using (member_id)
      cross join lateral (values (g.staff_code), (m.staff_code)) changed (staff_code)
      where changed.staff_code is not null
        and (g.staff_code, g.from_date, g.to_date) is distinct from (m.staff_code, m.from_date, m.to_date)
    )
    insert into org_member (member_id, unit_code, staff_code, from_date, to_date)
    select member_id, unit_code, staff_code, from_date, to_date
    from given
    on conflict (member_id) do update
      set unit_code = excluded.unit_code, staff_code = excluded.staff_code,
        from_date = excluded.from_date, to_date = excluded.to_date`.execute(db);
}
