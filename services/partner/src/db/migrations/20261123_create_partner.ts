import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const POLICY = [
  sql`create table screening_policy (
    code text not null,
    version int not null,
    as_of_year int not null,
    pass_mark int not null,
    indicators jsonb not null,
    set_at timestamptz not null,
    primary key (code, version)
  )`,
  sql`create table policy_in_force (
    one boolean primary key default true check (one),
    code text,
    version int,
    foreign key (code, version) references screening_policy
  )`,
  sql`insert into policy_in_force default values`,
];

/** `external_id` is checked at the end of a statement, so that two partners can change theirs for each other's. */
const PARTNER = [
  sql`create table partner (
    partner_id uuid primary key,
    code text not null unique,
    external_id text,
    name text not null,
    type text not null,
    country text not null,
    province text not null,
    city text not null,
    postal_code text,
    street text,
    phone text,
    annual_sales bigint,
    annual_sales_currency text,
    employees int,
    opened_year int,
    status text not null check (status in ('approved', 'review', 'declined')),
    decision text check (decision in ('approve', 'decline')),
    screening jsonb not null,
    version int not null,
    territory_code text,
    territory_name text,
    territory_version bigint not null default 0,
    grade text,
    grade_year int not null default 0,
    grade_version bigint not null default 0,
    constraint partner_external_id_key unique (external_id) deferrable,
    check ((annual_sales is null) = (annual_sales_currency is null))
  )`,
  sql`create index on partner (status, code)`,
  sql`create index on partner (type, code)`,
  sql`create index on partner (territory_code, code)`,
  sql`create table review_decision (
    partner_id uuid primary key references partner,
    decision text not null check (decision in ('approve', 'decline')),
    reason text not null,
    decided_by text not null,
    decided_at timestamptz not null
  )`,
];

export const createPartner = defineMigration(...POLICY, ...PARTNER);
