import type { PluginMigration } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import { AUDIT, AUDIT_TABLES } from '../audit/audit-schema.js';

/** Tables the host keeps in every service's schema. A plugin's own tables must have other names. */
export const PLATFORM_TABLES = [
  'outbox',
  'outbox_parked',
  'outbox_discarded',
  'aggregate_version',
  'inbox',
  'inbox_position',
  'dead_letter',
  'attempt',
  'lane',
  'bus_counter',
  'job',
  'job_schedule',
  'idempotency_key',
  ...AUDIT_TABLES,
] as const;

/** What the host's tables look like, as an ordered list of migrations beside the plugin's own. */
export const platformMigrations: Readonly<Record<string, PluginMigration>> = {
  '20261123_create_outbox': { up: (db) => runAll(db, OUTBOX) },
  '20261123_create_inbox': { up: (db) => runAll(db, INBOX) },
  '20261123_create_job': { up: (db) => runAll(db, JOB) },
  '20261123_create_idempotency_key': { up: (db) => runAll(db, IDEMPOTENCY_KEY) },
  '20261125_add_given_up_to_lane': { up: (db) => runAll(db, GIVEN_UP) },
  '20261125_settle_dead_letter': { up: (db) => runAll(db, SETTLE) },
  '20261125_trace_job': { up: (db) => runAll(db, JOB_TRACE) },
  '20261126_create_audit': { up: (db) => runAll(db, AUDIT) },
  '20261126_note_who_asked_for_job': { up: (db) => runAll(db, JOB_ASKED_BY) },
};

async function runAll(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** For tables whose rows come and go by the thousand: vacuumed early, often and without pausing. */
const BUSY = `autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_scale_factor = 0.5`;

const EVENT_COLUMNS = `
  event_id uuid not null,
  type text not null,
  aggregate_type text not null,
  aggregate_id text not null,
  aggregate_version bigint not null,
  partition smallint not null,
  payload text not null,
  cause json not null,
  occurred_at timestamptz not null`;

/** `cache 1`: an id cached by one session would come after later ones of another, and break the order. */
const OUTBOX = [
  `create table outbox (
    id bigint generated always as identity (cache 1) primary key, ${EVENT_COLUMNS},
    unique (aggregate_type, aggregate_id, aggregate_version)
  ) with (${BUSY})`,
  `create table outbox_parked (
    id bigint primary key, ${EVENT_COLUMNS},
    reason text not null,
    parked_at timestamptz not null default now()
  )`,
  `create index on outbox_parked (aggregate_type, aggregate_id)`,
  `create table aggregate_version (
    aggregate_type text not null,
    aggregate_id text not null,
    version bigint not null,
    primary key (aggregate_type, aggregate_id)
  ) with (fillfactor = 80, ${BUSY})`,
  `create table bus_counter (name text primary key, value bigint not null)`,
  `insert into bus_counter (name, value) values ('published', 0)`,
];

/** Positions name the source, because two services may each have events of an aggregate with the same type and id. */
const INBOX = [
  `create table inbox (
    consumer text not null,
    event_id uuid not null,
    handled_at timestamptz not null default now(),
    primary key (consumer, event_id)
  )`,
  `create index on inbox using brin (handled_at)`,
  `create table inbox_position (
    consumer text not null,
    source text not null,
    aggregate_type text not null,
    aggregate_id text not null,
    version bigint not null,
    primary key (consumer, source, aggregate_type, aggregate_id)
  ) with (fillfactor = 80, ${BUSY})`,
  `create table attempt (
    consumer text not null,
    event_id uuid not null,
    count int not null,
    primary key (consumer, event_id)
  )`,
  `create table lane (name text primary key, epoch bigint not null, handled bigint not null default 0)`,
  `create table dead_letter (
    id bigint generated always as identity primary key,
    consumer text not null,
    event_id uuid not null,
    source text not null,
    subject text not null,
    stream_sequence bigint not null,
    type text,
    aggregate_type text,
    aggregate_id text,
    aggregate_version bigint,
    payload text not null,
    payload_encoding text not null check (payload_encoding in ('utf8', 'base64')),
    headers json not null,
    reason text not null check (reason in ('invalid', 'failed', 'crashed', 'quarantined')),
    error text not null,
    failure_group text not null,
    attempts int not null,
    replay_count int not null default 0,
    state text not null default 'waiting' check (state in ('waiting', 'replayed', 'discarded')),
    created_at timestamptz not null default now(),
    unique (consumer, event_id)
  )`,
  `create index on dead_letter (consumer, source, aggregate_type, aggregate_id) where state = 'waiting'`,
];

/** How far the broker's advisories of deliveries that it gave up were read. */
const GIVEN_UP = [`alter table lane add column given_up_to bigint not null default 0`];

const JOB = [
  `create table job (
    id uuid primary key,
    kind text not null,
    input json not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
    done int not null default 0,
    total int not null default 0,
    result json,
    error text,
    attempts int not null default 0,
    run_after timestamptz not null default now(),
    lease_until timestamptz,
    correlation_id text not null,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz
  )`,
  `create index on job (run_after) where state = 'queued'`,
  `create index on job (lease_until) where state = 'running'`,
  `create table job_schedule (kind text primary key, due_at timestamptz not null)`,
];

/** The trace of what enqueued a job: none when nothing was traced. */
const JOB_TRACE = [`alter table job add column traceparent text`];

/** Subject of the caller whose request led to a job: none when no request did. */
const JOB_ASKED_BY = [`alter table job add column asked_by text`];

const IDEMPOTENCY_KEY = [
  `create table idempotency_key (
    key text not null,
    caller text not null,
    operation text not null,
    fingerprint text not null,
    status int,
    body jsonb,
    created_at timestamptz not null default now(),
    primary key (caller, key)
  )`,
  `create index on idempotency_key (created_at)`,
];

/** Who settled a dead letter, when and why; and parked events that were given up. */
const SETTLE = [
  `alter table dead_letter add column tried_at timestamptz, add column settled_at timestamptz,
    add column settled_by text, add column note text`,
  `create index on dead_letter (stream_sequence, id) where state = 'waiting'`,
  `create index on dead_letter (settled_at) where state <> 'waiting'`,
  `create table outbox_discarded (
    id bigint primary key, ${EVENT_COLUMNS},
    reason text not null,
    parked_at timestamptz not null,
    discarded_at timestamptz not null default now(),
    discarded_by text not null,
    note text not null
  )`,
];
