import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Two planning models must not become active on one day; the index keeps that also when they are scheduled at once. */
const MODEL = [
  sql`alter table model
    add column base_model_id uuid references model on delete set null,
    add column effective_on date,
    add column mode text not null default 'realign' check (mode in ('realign', 'fill')),
    add column force boolean not null default false,
    add column refusal text`,
  sql`create unique index model_effective_on on model (effective_on) where status = 'planning'`,
];

/** `decided_by` is out of every index, like `model_id`: an activation that leaves an account in its place moves no index entry. */
const PIN = [
  sql`alter table assignment add column decided_by text not null default 'rule'
    check (decided_by in ('rule', 'pin', 'kept'))`,
  sql`create table pin (
    subject_id uuid primary key references subject,
    territory_code text not null,
    reason text not null,
    pinned_on date not null,
    pinned_by text not null
  )`,
  sql`create index on pin (territory_code)`,
  sql`create function hold_active_model() returns uuid language sql volatile security definer set search_path from current
    as 'select model_id from active_model for share'`,
];

const PREVIEW = [
  sql`create table preview (
    preview_id uuid primary key,
    model_id uuid not null references model on delete cascade,
    model_version int not null,
    base_model_id uuid references model on delete set null,
    mode text not null check (mode in ('realign', 'fill')),
    status text not null default 'running' check (status in ('running', 'ready')),
    counts jsonb not null default '{}',
    started_at timestamptz not null
  )`,
  sql`create index on preview (model_id, preview_id)`,
  sql`create table preview_change (
    preview_id uuid not null references preview on delete cascade,
    subject_id uuid not null,
    subject_code text not null,
    change text not null check (change in ('moved', 'gained', 'lost', 'renamed', 'none')),
    from_code text,
    to_code text,
    status text not null check (status in ('assigned', 'gap', 'conflict')),
    rule_code text,
    contenders text[] not null,
    dropped_pin boolean not null,
    sales jsonb not null,
    primary key (preview_id, subject_id)
  )`,
];

export const planModels = defineMigration(...MODEL, ...PIN, ...PREVIEW);
