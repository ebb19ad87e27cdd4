import type { Pool } from 'pg';
import { type Tables, tablesOf } from './inbox.js';
import { retryOf } from '../retry-settings.js';
import { inTransaction } from './in-transaction.js';

/**
 * Creates an inbox's tables; those that are there stay as they are. Run it with your migrations: the subscriber itself
 * needs SELECT, INSERT, UPDATE and DELETE on them only. Old rows of `inbox` may be deleted at any time (by `seen_at`):
 * an event that comes again is then still recognised by the position of its aggregate.
 *
 * @param schema one for several subscriptions is fine: rows are kept per durable.
 * @example await createInbox(pool); // schema quyu_inbox
 */
export async function createInbox(pool: Pool, schema?: string): Promise<void> {
  const tables = tablesOf(schema === undefined ? {} : { schema });
  await inTransaction({ pool, retry: retryOf({}) }, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `quyu inbox ${tables.schema}`,
    ]);
    await client.query(definitionOf(tables));
  });
}

function definitionOf({ schema, lane, inbox, position, attempt, deadLetter }: Tables): string {
  return `
    create schema if not exists ${schema};
    create table if not exists ${lane} (name text primary key, epoch bigint not null);
    create table if not exists ${inbox} (
      durable text, event_id uuid, seen_at timestamptz not null default now(), primary key (durable, event_id));
    create index if not exists inbox_seen_at on ${inbox} (seen_at);
    create table if not exists ${position} (
      durable text, source text, aggregate_type text, aggregate_id text, version bigint not null,
      primary key (durable, source, aggregate_type, aggregate_id));
    create table if not exists ${attempt} (
      durable text, event_id uuid, count int not null, primary key (durable, event_id));
    create table if not exists ${deadLetter} (
      id bigint generated always as identity primary key, durable text not null, event_id uuid not null,
      source text not null, subject text not null, stream_sequence bigint not null, type text,
      aggregate_type text, aggregate_id text, payload bytea not null, headers jsonb not null,
      reason text not null, error text not null, attempts int not null,
      put_aside_at timestamptz not null default now(), unique (durable, event_id));
    create index if not exists dead_letter_aggregate
      on ${deadLetter} (durable, source, aggregate_type, aggregate_id);`;
}
