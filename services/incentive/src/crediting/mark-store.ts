import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** The quarter of a day, counted as periods.ts does. */
const quarterOf = (day: string) =>
  sql`(extract(year from ${sql.ref(day)}) * 4 + extract(quarter from ${sql.ref(day)}) - 1)`;

/**
 * Marks whom a change of a rule may concern. A line is credited to nobody but its salesperson, those of its split, and those
 * whom rules name; a change of one rule may let another decide. So: who sold within its dates, and all whom rules of an
 * overlapping time name. Called before and after a change.
 */
export async function markRule(db: Db, code: string): Promise<void> {
  await sql`
    with changed as (select * from crediting_rules() where code = ${code})
    insert into dirty_payee (payee_kind, payee_code)
    select 'salesperson', q.salesperson_code from changed c
    join partner_quarter_seller q
      on q.quarter between ${quarterOf('c.from_day')} and
        case when c.to_day = 'infinity' then 'infinity'::numeric else ${quarterOf('c.to_day')} end
      and (c.partner_ids is null or q.partner_id = any(c.partner_ids))
      and (c.salespeople is null or q.salesperson_code = any(c.salespeople))
    union
    select 'salesperson', unnest(r.split_people || r.overlay_people)
    from changed c join crediting_rules() r on r.from_day <= c.to_day and r.to_day >= c.from_day`.execute(db);
}

/** Marks who is credited, besides those who sold, with lines of quarters that have changed. */
export async function markCreditedOfQuarters(
  db: Db,
  keys: readonly { readonly partnerId: string; readonly quarter: number }[],
): Promise<void> {
  const partners = keys.map(({ partnerId }) => partnerId);
  const quarters = keys.map(({ quarter }) => quarter);
  await sql`
    with changed as (select * from unnest(${partners}::uuid[], ${quarters}::int[]) as c (partner_id, quarter))
    insert into dirty_payee (payee_kind, payee_code)
    select 'salesperson', unnest(r.split_people || r.overlay_people) from crediting_rules() r
    where exists (
      select from changed c
      where c.quarter between ${quarterOf('r.from_day')} and
          case when r.to_day = 'infinity' then 'infinity'::numeric else ${quarterOf('r.to_day')} end
        and (r.partner_ids is null or c.partner_id = any(r.partner_ids)))
    union
    select 'salesperson', unnest(k.people)
    from changed c
    join sale s on s.partner_id = c.partner_id and s.quarter = c.quarter
    join line_split k on k.line_id = coalesce(s.returns_line_id, s.line_id) and k.source = s.source
    where exists (select from line_split)`.execute(db);
}
