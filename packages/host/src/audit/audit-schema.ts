/** Tables of the audit log in every service's schema. */
export const AUDIT_TABLES = [
  'audit_entry',
  'audit_change',
  'audit_seal',
  'audit_secret',
  'audit_definition',
] as const;

/** Rows of these are never changed or removed. */
const APPEND_ONLY = ['audit_entry', 'audit_change', 'audit_seal'];

/**
 * An entry says who did what in one transaction; its changes are the rows that the transaction changed. An entry's id is allocated
 * with the first change of its transaction, so that the changes name an entry that is written only as the transaction ends. Ids
 * outlive a dump and restore, where numbers of transactions do not.
 */
export const AUDIT = [
  `create sequence audit_entry_id cache 1`,
  `create table audit_entry (
    entry_id bigint primary key,
    xid xid8 not null default pg_current_xact_id(),
    recorded_at timestamptz not null default clock_timestamp(),
    actor text not null,
    on_behalf_of text,
    operation text not null,
    outcome text not null,
    resource_type text,
    resource_id text,
    request_id text,
    correlation_id text,
    causation_id text,
    address text,
    idempotency_key text,
    details jsonb
  )`,
  `create index on audit_entry (actor, entry_id)`,
  `create index on audit_entry (resource_type, resource_id, entry_id) where resource_id is not null`,
  `create index on audit_entry (correlation_id) where correlation_id is not null`,
  `create index on audit_entry using gin ((details -> 'events') jsonb_path_ops) where details ? 'events'`,
  `create index on audit_entry using brin (recorded_at)`,
  `create table audit_change (
    change_id bigint generated always as identity (cache 1) primary key,
    entry_id bigint not null,
    table_name text not null,
    row_key text not null,
    kind text not null check (kind in ('insert', 'update', 'delete', 'truncate')),
    before jsonb,
    after jsonb,
    login text not null default session_user
  )`,
  `create index on audit_change (entry_id, change_id)`,
  `create index on audit_change (table_name, row_key, entry_id)`,
  `create table audit_seal (
    seq bigint primary key,
    entry_id bigint not null unique,
    change_ids bigint[] not null,
    settled_to bigint not null,
    sealed_at timestamptz not null,
    digest text not null,
    hash text not null
  )`,
  // What personal values are hashed with. Without it their digests say nothing: to forget them all, change it.
  `create table audit_secret (only_row boolean primary key default true check (only_row), secret text not null)`,
  `insert into audit_secret (secret) values (gen_random_uuid()::text || gen_random_uuid()::text)`,
  // Which functions and triggers there are, by the digest of what makes them.
  `create table audit_definition (name text primary key, digest text not null)`,
  `create function audit_refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only: % of % is refused', lower(tg_op), tg_table_name
        using errcode = 'restrict_violation';
    end $$`,
  ...APPEND_ONLY.map(
    (table) => `create trigger ${table}_append_only before update or delete or truncate on ${table}
      for each statement execute function audit_refuse_change()`,
  ),
];
