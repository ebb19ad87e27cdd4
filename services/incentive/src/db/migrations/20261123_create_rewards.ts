import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const createRewards: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table quota (
    salesperson_code text collate "C" not null,
    quarter int not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    primary key (salesperson_code, quarter)
  )`,
  `create index quota_in_order on quota (quarter, salesperson_code)`,
  `create table plan (
    code text collate "C" not null,
    version int not null,
    terms jsonb not null,
    set_at timestamptz not null,
    primary key (code, version)
  )`,
  `create table result (
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
  `create index result_by_quarter on result (quarter, result_id)`,
  `create index result_by_payee on result (payee_code, result_id)`,
  `create index result_by_component on result (component, result_id)`,
  `create index result_by_run on result (run_id)`,
  `create table run (
    run_id uuid primary key,
    results int not null,
    changed int not null,
    completed_at timestamptz not null
  )`,
];
