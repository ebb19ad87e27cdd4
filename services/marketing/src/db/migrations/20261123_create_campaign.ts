import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const CAMPAIGN = [
  sql`create table campaign (
    campaign_id uuid primary key,
    code text not null unique,
    name text not null,
    kind text not null,
    audience text not null,
    discount_bp int not null check (discount_bp between 0 and 10000),
    start_date date not null,
    end_date date not null check (end_date >= start_date),
    min_quantity int not null check (min_quantity >= 0),
    max_quantity int check (max_quantity >= min_quantity)
  )`,
  sql`create index on campaign (end_date, start_date)`,
];

export const createCampaign = defineMigration(...CAMPAIGN);
