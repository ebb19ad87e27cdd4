import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Empty until units and their members are heard of again: `quyu events republish` fills it for those known before. */
const UNITS = [
  sql`create table org_unit (unit_id uuid primary key, code text not null unique, path text[] not null)`,
  sql`create index on org_unit using gin (path)`,
  sql`create table org_member (
    member_id uuid primary key,
    unit_code text not null,
    staff_code text not null,
    from_date date not null,
    to_date date
  )`,
  sql`create index on org_member (unit_code)`,
];

/** Heads of units by manager, as before, and units by their own code: who is in them or below on the business day. */
const BELOW = sql`create or replace function units_below(heads text[]) returns setof text
  language sql stable security definer set search_path from current
  as $body$
    with recursive below as (
      select code from salesperson where code = any(heads)
      union
      select m.staff_code from org_member m join org_unit u on u.code = m.unit_code
      where u.path && heads and m.from_date <= (now() at time zone 'Asia/Shanghai')::date
        and (m.to_date is null or m.to_date >= (now() at time zone 'Asia/Shanghai')::date)
      union
      select s.code from salesperson s join below b on s.manager_code = b.code
    ) select code from below
  $body$`;

export const knowUnits = defineMigration(...UNITS, BELOW);
