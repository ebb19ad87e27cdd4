import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** Where a partner is from a day on, as an event of that version says; in no territory when the path is empty. */
export interface Place {
  readonly partner_id: string;
  readonly valid_from: string;
  readonly path: readonly string[];
  readonly version: number;
}

/** To whom a person reports from a day on. */
export interface Report {
  readonly code: string;
  readonly valid_from: string;
  readonly manager_code: string | null;
  readonly version: number;
}

/**
 * Notes where partners are. A later word of one day replaces an earlier one, whichever comes first. Where a partner was other than
 * that, it is calculated again, and so are who sold to it and whoever else may be credited with its lines.
 *
 * @param places each partner and day once.
 */
export async function upsertPlaces(db: Db, places: readonly Place[]): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::partner_place, ${JSON.stringify(places)})
    ), moved as (
      select distinct g.partner_id from given g
      left join lateral (
        -- The latest on or before the day, or else the first.
        select p.path from partner_place p where p.partner_id = g.partner_id
        order by p.valid_from > g.valid_from, case when p.valid_from > g.valid_from then p.valid_from end, p.valid_from desc
        limit 1
      ) held on true
      where held.path is distinct from g.path
    ), marked as (
      insert into dirty_payee (payee_kind, payee_code)
      select 'partner', p.code from moved join partner p on p.partner_id = moved.partner_id
      union
      select 'salesperson', s.salesperson_code from moved join partner_quarter_seller s on s.partner_id = moved.partner_id
      union
      select 'salesperson', unnest(r.split_people || r.overlay_people) from crediting_rules() r where exists (select from moved)
      union
      select 'salesperson', unnest(k.people) from moved
      join sale s on s.partner_id = moved.partner_id
      join line_split k on k.line_id = s.line_id and k.source = s.source
      where exists (select from line_split)
    )
    insert into partner_place as held (partner_id, valid_from, path, version)
    select partner_id, valid_from, path, version from given
    on conflict (partner_id, valid_from) do update set path = excluded.path, version = excluded.version
      where excluded.version >= held.version`.execute(db);
}

/**
 * Notes to whom people report; as for places, the later word of a day holds. The sales of a group count for another leader then:
 * both are calculated again, with all above them.
 *
 * @param reports each person and day once.
 */
export async function upsertReports(db: Db, reports: readonly Report[]): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::salesperson_manager, ${JSON.stringify(reports)})
    ), marked as (
      insert into dirty_payee (payee_kind, payee_code)
      select distinct 'salesperson', leader from given g
      join lateral (
        select m.manager_code from salesperson_manager m where m.code = g.code
        order by m.valid_from > g.valid_from, case when m.valid_from > g.valid_from then m.valid_from end, m.valid_from desc
        limit 1
      ) held on held.manager_code is distinct from g.manager_code
      cross join lateral (values (g.code), (held.manager_code), (g.manager_code)) changed (leader)
      where leader is not null
    )
    insert into salesperson_manager as held (code, valid_from, manager_code, version)
    select code, valid_from, manager_code, version from given
    on conflict (code, valid_from) do update set manager_code = excluded.manager_code, version = excluded.version
      where excluded.version >= held.version`.execute(db);
}
