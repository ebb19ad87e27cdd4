import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const ACCRUAL = [
  sql`create table accrual_rule (
    code text not null,
    version int not null,
    rate_bp int not null check (rate_bp between 0 and 10000),
    set_at timestamptz not null,
    primary key (code, version)
  )`,
  sql`create table partner_quarter_sales (
    partner_id uuid not null,
    period text not null,
    partner_code text not null,
    sales bigint not null,
    currency text not null,
    primary key (partner_id, period)
  )`,
];

const LEDGER = [
  sql`create table mdf_entry (
    entry_id uuid primary key,
    partner_id uuid not null,
    partner_code text not null,
    period text not null,
    kind text not null check (kind in ('accrue', 'adjust')),
    amount bigint not null check (amount <> 0),
    currency text not null,
    rule_code text not null,
    rule_version int not null,
    sales bigint not null,
    recorded_at timestamptz not null,
    foreign key (rule_code, rule_version) references accrual_rule
  )`,
  sql`create index on mdf_entry (partner_id, period) include (rule_code, currency, amount)`,
  // A quarter accrues once by a rule and currency; all that follows adjusts.
  sql`create unique index on mdf_entry (partner_id, period, rule_code, currency) where kind = 'accrue'`,
  sql`create index on mdf_entry (partner_code, entry_id)`,
  sql`create index on mdf_entry (period, entry_id)`,
];

/** The ledger is append-only for everybody, whatever rights they have on the table. */
const APPEND_ONLY = [
  sql`create function refuse_ledger_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the MDF ledger is append-only: add an adjusting entry' using errcode = 'restrict_violation';
    end $$`,
  sql`create trigger mdf_entry_append_only before update or delete or truncate on mdf_entry
    for each statement execute function refuse_ledger_change()`,
];

export const createMdf = defineMigration(...ACCRUAL, ...LEDGER, ...APPEND_ONLY);
