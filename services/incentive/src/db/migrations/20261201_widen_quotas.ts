import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Quotas are of partners too, and of several sets. */
const QUOTAS = [
  sql`alter table quota rename column salesperson_code to payee_code`,
  sql`alter table quota
    add column payee_kind text not null default 'salesperson' check (payee_kind in ('partner', 'salesperson')),
    add column quota_set text collate "C" not null default 'sales',
    drop constraint quota_pkey,
    add primary key (payee_kind, payee_code, quota_set, quarter)`,
  sql`drop index quota_in_order`,
  sql`create index quota_by_quarter on quota (quarter)`,
];

/** What of the accepted target of a territory falls to each who works in it. */
const TARGETS = sql`create table target_quota (
  node_id uuid not null,
  salesperson_code text collate "C" not null,
  quarter int not null,
  territory_code text collate "C" not null,
  path text[] not null,
  of_year boolean not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  accepted_at timestamptz not null,
  primary key (node_id, salesperson_code, quarter)
)`;

const LOOKUPS = [
  sql`create index on target_quota (salesperson_code, quarter)`,
  sql`create index on target_quota (quarter)`,
];

export const widenQuotas = defineMigration(...QUOTAS, TARGETS, ...LOOKUPS);
