import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const ORG_UNITS = [
  sql`create table org_unit (
    code text primary key,
    unit_id uuid not null unique,
    kind text not null check (kind in ('region', 'city', 'project')),
    name text not null,
    parent_code text references org_unit,
    path text[] not null,
    territory_codes text[] not null,
    opens_on date,
    closes_on date
  )`,
  sql`create index on org_unit using gin (path)`,
  sql`create index on org_unit (parent_code)`,
  sql`create table org_member (
    member_id uuid primary key,
    unit_code text not null references org_unit,
    staff_code text not null references staff (code),
    position text not null check (position in ('lead', 'manager', 'group-leader', 'specialist')),
    grade text,
    full_time boolean not null,
    sells boolean not null,
    leader_code text,
    from_date date not null,
    to_date date check (to_date >= from_date),
    unique (unit_code, staff_code, from_date)
  )`,
  sql`create index on org_member (staff_code)`,
];

const STAFFING = [
  sql`create table staffing_rule (
    code text not null,
    version int not null,
    title jsonb not null,
    in_force boolean not null,
    "check" jsonb not null,
    set_at timestamptz not null,
    primary key (code, version)
  )`,
  sql`create table staffing_violation (
    violation_id uuid primary key,
    rule_code text not null,
    rule_version int not null,
    unit_code text not null references org_unit,
    unit_kind text not null,
    staff_code text,
    actual int,
    min int,
    max int,
    explanation jsonb not null,
    appeared_on date not null,
    resolved_on date
  )`,
  sql`create unique index staffing_violation_open on staffing_violation (rule_code, unit_code, coalesce(staff_code, ''))
    where resolved_on is null`,
  sql`create index on staffing_violation (unit_code)`,
];

const COVERAGE = [
  sql`create table outlet (
    code text primary key,
    name text not null,
    attributes jsonb not null,
    product_lines text[] not null,
    opens_on date,
    closes_on date check (closes_on >= opens_on),
    model_id uuid references model,
    status text check (status in ('assigned', 'gap', 'conflict')),
    territory_code text,
    rule_code text,
    path text[] not null default '{}'
  )`,
  sql`create index on outlet using gin (path)`,
  sql`create index on outlet (model_id)`,
  sql`create table outlet_observation (
    outlet_code text not null references outlet,
    product_line text not null,
    observed_on date not null,
    carried boolean not null,
    primary key (outlet_code, product_line, observed_on)
  )`,
];

const DIVERSION = [
  sql`create table partner_grant (
    code text primary key,
    partner_code text not null,
    territory_codes text[] not null,
    product_lines text[],
    exclusive boolean not null,
    from_date date not null,
    to_date date check (to_date >= from_date)
  )`,
  sql`create index on partner_grant (partner_code)`,
  sql`create table shipment (
    shipment_id uuid primary key,
    source text not null,
    line_id text not null,
    partner_code text not null,
    product_line text not null,
    ship_to jsonb not null,
    shipped_on date not null,
    quantity bigint not null check (quantity > 0),
    amount bigint not null,
    currency text not null,
    verdict text not null check (verdict in ('pending', 'inside', 'outside', 'unplaced')),
    model_id uuid references model,
    territory_code text,
    rule_code text,
    grant_code text,
    path text[] not null default '{}',
    unique (source, line_id)
  )`,
  sql`create index on shipment (partner_code, shipment_id)`,
  sql`create index on shipment (partner_code, shipment_id) where verdict = 'pending'`,
  sql`create index on shipment using gin (path)`,
  sql`create table diversion (
    diversion_id uuid primary key,
    shipment_id uuid not null unique references shipment,
    partner_code text not null,
    product_line text not null,
    shipped_on date not null,
    model_code text not null,
    territory_code text not null,
    path text[] not null,
    rule_code text not null,
    reason text not null,
    grant_codes text[] not null,
    exclusive_grant_codes text[] not null,
    repeats int not null default 0,
    severity text,
    status text not null check (status in ('open', 'dismissed', 'withdrawn')),
    dismissal jsonb,
    detected_at timestamptz not null
  )`,
  sql`create index on diversion (partner_code, product_line, shipped_on) where status = 'open'`,
  sql`create index on diversion using gin (path)`,
  sql`create table diversion_rule (
    version int primary key,
    window_days int not null,
    levels jsonb not null
  )`,
  sql`insert into diversion_rule values (1, 90, '[{"from":1,"severity":"notice"},{"from":3,"severity":"serious"},{"from":6,"severity":"grave"}]')`,
];

/** Today is the organisation's: its business day, not the server's. */
const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;
const MEMBER_TODAY = `m.from_date <= ${TODAY} and (m.to_date is null or m.to_date >= ${TODAY})`;
const definer = 'language sql stable security definer set search_path from current';

/** What scopes name, found past row-level security; each tells codes only. See the migration that finds units by managers. */
const FUNCTIONS = [
  sql.raw(`create or replace function units_below(heads text[]) returns setof text ${definer} as $body$
    with recursive below as (
      select code from staff where code = any(heads)
      union
      select m.staff_code from org_member m join org_unit u on u.code = m.unit_code
      where u.path && heads and ${MEMBER_TODAY}
      union
      select s.code from staff s join below b on s.manager_code = b.code
    ) select code from below $body$`),
  sql.raw(`create function units_of(heads text[]) returns setof text ${definer} as $body$
    select code from org_unit where path && heads
    union
    select m.unit_code from org_member m
    where m.staff_code in (select units_below(heads)) and ${MEMBER_TODAY} $body$`),
  sql.raw(`create function territories_of(heads text[]) returns text[] ${definer} as $body$
    select coalesce(array_agg(code), '{}') from (
      select unnest(territory_codes) as code from org_unit where code in (select units_of(heads))
      union
      select unnest(territory_codes) from staff where code in (select units_below(heads))
    ) as named $body$`),
];

export const createField = defineMigration(
  ...ORG_UNITS,
  ...STAFFING,
  ...COVERAGE,
  ...DIVERSION,
  ...FUNCTIONS,
);
