import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Millions of rows: nothing in it that is not needed. `quarter` counts as periods.ts does. */
const LEDGER = [
  sql`create table ledger (only_row boolean primary key default true check (only_row), currency text not null)`,
  sql`create table sale (
    amount bigint not null,
    partner_id uuid not null,
    import_id uuid not null,
    sold_on date not null,
    quarter int not null generated always as
      (extract(year from sold_on)::int * 4 + extract(quarter from sold_on)::int - 1) stored,
    quantity int not null check (quantity > 0),
    line int not null,
    order_number text collate "C" not null,
    product_code text collate "C" not null,
    source text collate "C" not null,
    salesperson_code text collate "C" not null
  )`,
  sql`create unique index sale_key on sale (order_number, product_code, source)`,
  sql`create index sale_by_quarter on sale (partner_id, quarter)`,
];

const IMPORTS = [
  sql`create table sales_import (
    import_id uuid primary key,
    source text not null,
    file text not null,
    currency text not null,
    lines int not null,
    accepted int not null,
    duplicates int not null,
    rejected int not null,
    amount bigint not null,
    imported_at timestamptz not null,
    check (accepted + duplicates + rejected = lines)
  )`,
  sql`create table rejected_sale (
    rejected_id bigint generated always as identity primary key,
    source text not null,
    file text not null,
    line int not null,
    column_name text,
    value text,
    code text not null,
    reason text not null,
    raw text not null,
    raw_hash uuid not null generated always as (md5(raw)::uuid) stored,
    order_number text collate "C",
    product_code text collate "C",
    is_open boolean not null default true,
    unique (source, file, line, raw_hash)
  )`,
  sql`create index rejected_sale_open on rejected_sale (source) where is_open`,
  sql`create table sales_import_rejection (
    import_id uuid not null references sales_import,
    rejected_id bigint not null references rejected_sale,
    primary key (import_id, rejected_id)
  )`,
];

const SUMMARIES = [
  sql`create table dirty_quarter (
    mark_id bigint generated always as identity primary key,
    partner_id uuid not null,
    quarter int not null
  )`,
  sql`create index dirty_quarter_of on dirty_quarter (partner_id, quarter)`,
  sql`create table partner_quarter (
    partner_id uuid not null,
    quarter int not null,
    sales bigint not null,
    orders int not null,
    lines int not null,
    product_groups text[] not null,
    primary key (partner_id, quarter)
  )`,
  sql`create index partner_quarter_in_order on partner_quarter (quarter, partner_id)`,
  sql`create table partner_quarter_seller (
    partner_id uuid not null,
    quarter int not null,
    salesperson_code text collate "C" not null,
    sales bigint not null,
    primary key (partner_id, quarter, salesperson_code)
  )`,
  sql`create index partner_quarter_by_seller on partner_quarter_seller (salesperson_code, quarter) include (sales)`,
];

export const createSales = defineMigration(...LEDGER, ...IMPORTS, ...SUMMARIES);
