import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const PARTNER_QUARTER = [
  sql`create table partner_quarter (
    partner_id uuid not null,
    period text not null,
    year int not null generated always as (left(period, 4)::int) stored,
    partner_code text not null,
    sales bigint not null,
    currency text not null,
    orders int not null,
    product_groups text[] not null,
    primary key (partner_id, period)
  )`,
  sql`create index on partner_quarter (year, partner_id)`,
];

export const createPartnerQuarter = defineMigration(...PARTNER_QUARTER);
