import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const MODEL = [
  sql`create table model (
    model_id uuid primary key,
    code text not null unique,
    name text not null,
    levels text[] not null check (cardinality(levels) between 1 and 10),
    status text not null default 'planning' check (status in ('planning', 'active', 'archived')),
    version int not null default 1,
    activated_at timestamptz
  )`,
  sql`create unique index model_only_one_active on model (status) where status = 'active'`,
  sql`create table active_model (
    one boolean primary key default true check (one),
    model_id uuid references model
  )`,
  sql`insert into active_model default values`,
  sql`create table territory (
    model_id uuid not null references model,
    code text not null,
    name text not null,
    parent_code text,
    level int not null check (level >= 1),
    path text[] not null,
    primary key (model_id, code),
    foreign key (model_id, parent_code) references territory
  )`,
  sql`create index on territory (model_id, parent_code)`,
  sql`create index on territory using gin (path)`,
  sql`create table rule (
    model_id uuid not null,
    code text not null,
    territory_code text not null,
    priority int not null,
    condition jsonb not null,
    primary key (model_id, code),
    foreign key (model_id, territory_code) references territory
  )`,
  sql`create index on rule (model_id, territory_code)`,
];

const ASSIGNMENT = [
  sql`create table subject (
    subject_id uuid primary key,
    code text not null,
    attributes jsonb not null
  )`,
  sql`create table assignment (
    subject_id uuid primary key references subject,
    model_id uuid not null references model,
    status text not null check (status in ('assigned', 'gap', 'conflict')),
    territory_code text,
    rule_code text,
    contenders text[] not null,
    foreign key (model_id, territory_code) references territory,
    check ((status = 'assigned') = (territory_code is not null and rule_code is not null))
  )`,
  sql`create index on assignment (territory_code, subject_id)`,
  sql`create index on assignment (status, subject_id)`,
];

const STAFF = sql`create table staff (
  staff_id uuid primary key,
  code text not null unique,
  name text not null,
  title text not null,
  manager_code text,
  hired_on date,
  territory_codes text[] not null
)`;

export const createTerritory = defineMigration(...MODEL, ...ASSIGNMENT, STAFF);
