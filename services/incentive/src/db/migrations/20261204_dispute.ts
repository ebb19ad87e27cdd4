import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** One dispute of a thing at a time: `subject` says which thing. */
export const dispute = defineMigration(
  sql`create table dispute (
    dispute_id uuid primary key,
    payee_kind text not null check (payee_kind in ('partner', 'salesperson')),
    payee_code text collate "C" not null,
    subject text collate "C" not null,
    disputed jsonb not null,
    statement text not null,
    state text not null check (state in ('open', 'under-review', 'accepted', 'rejected', 'withdrawn')),
    opened_by text not null,
    opened_on date not null,
    due_on date not null,
    held bigint check (held > 0),
    held_currency text check ((held is null) = (held_currency is null)),
    decided_by text,
    reason text,
    effects jsonb not null default '[]'
  )`,
  sql`create unique index dispute_of_subject on dispute (subject) where state in ('open', 'under-review')`,
  sql`create index on dispute (payee_code, dispute_id)`,
  sql`create table dispute_comment (
    comment_id bigint generated always as identity primary key,
    dispute_id uuid not null references dispute,
    made_by text not null,
    made_at timestamptz not null,
    text text not null
  )`,
  sql`create index on dispute_comment (dispute_id)`,
);
