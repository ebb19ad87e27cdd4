import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const STATEMENTS = [
  sql`create table quota (
    salesperson_code text collate "C" not null,
    quarter int not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    primary key (salesperson_code, quarter)
  )`,
  sql`create index quota_in_order on quota (quarter, salesperson_code)`,
  sql`create table plan (
    code text collate "C" not null,
    version int not null,
    terms jsonb not null,
    set_at timestamptz not null,
    primary key (code, version)
  )`,
  sql`create table result (
    result_id uuid primary key,
    plan_code text collate "C" not null,
    plan_version int not null,
    component text collate "C" not null,
    payee_kind text not null check (payee_kind in ('partner', 'salesperson')),
    payee_code text collate "C" not null,
    quarter int not null,
    amount bigint not null,
    currency text not null,
    facts jsonb not null,
    run_id uuid not null,
    unique (plan_code, component, payee_kind, payee_code, quarter),
    foreign key (plan_code, plan_version) references plan
  ) with (fillfactor = 90)`,
  sql`create index result_by_quarter on result (quarter, result_id)`,
  sql`create index result_by_payee on result (payee_code, result_id)`,
  sql`create index result_by_component on result (component, result_id)`,
  sql`create index result_by_run on result (run_id)`,
  sql`create table run (
    run_id uuid primary key,
    results int not null,
    changed int not null,
    completed_at timestamptz not null
  )`,
];

export const createRewards = defineMigration(...STATEMENTS);
