import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const RESULTS = [
  sql`drop table result`,
  sql`drop table run`,
  sql`create table run (
    run_id uuid primary key,
    run_no int unique,
    request jsonb not null,
    state text not null default 'queued' check (state in ('queued', 'calculated', 'failed', 'superseded')),
    results int not null default 0,
    changed int not null default 0,
    amounts jsonb not null default '[]',
    digest text,
    failure text,
    requested_at timestamptz not null,
    completed_at timestamptz
  )`,
  // Many rows a run: as few indexes as will do. One version of a result stands at a time.
  sql`create table result_version (
    result_id uuid not null,
    plan_code text collate "C" not null,
    plan_version int not null,
    component text collate "C" not null,
    payee_kind text not null,
    payee_code text collate "C" not null,
    period text collate "C" not null,
    period_end date not null,
    amount bigint not null,
    currency text not null,
    facts jsonb not null,
    since_run int not null,
    until_run int
  )`,
  sql`create unique index result_standing on result_version (result_id) where until_run is null`,
  sql`create index result_of_payee on result_version (payee_code, result_id)`,
  sql`create index result_of_plan on result_version (plan_code, period)`,
  sql`create table calculated_plan (
    plan_code text collate "C" primary key,
    plan_version int not null,
    through int not null
  )`,
  sql`create table dirty_payee (
    mark_id bigint generated always as identity,
    payee_kind text not null,
    payee_code text collate "C" not null
  )`,
];

const POSTINGS = [
  sql`create table run_period (
    run_id uuid not null references run,
    plan_code text collate "C" not null,
    period text collate "C" not null,
    state text not null check (state in ('approved', 'locked', 'posted')),
    primary key (run_id, plan_code, period)
  )`,
  sql`create unique index period_locked_once on run_period (plan_code, period) where state in ('locked', 'posted')`,
  sql`create table earning (
    earning_id uuid primary key, result_id uuid not null, plan_code text not null, plan_version int not null, component text not null,
    payee_kind text not null, payee_code text not null, period text not null, period_end date not null,
    posted_period text not null, kind text not null check (kind in ('earned', 'true-up')),
    amount bigint not null, currency text not null, run_id uuid not null, posted_on date not null, posted_at timestamptz not null
  )`,
  sql`create index earning_by_payee on earning (payee_kind, payee_code, posted_period)`,
  sql`create index earning_by_run on earning (run_id)`,
  sql`create index earning_by_result on earning (result_id)`,
];

/** Results were made of what is still there: the first run makes them again. */
export const versionResults = defineMigration(...RESULTS, ...POSTINGS);
