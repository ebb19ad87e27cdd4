import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const OBSERVATION = [
  sql`create table observation (
    source text not null,
    external_id text not null,
    respondent text not null,
    category text not null,
    product_group text not null,
    observed_on date not null,
    batch_id uuid not null,
    recorded_at timestamptz not null,
    primary key (source, external_id)
  )`,
  sql`create index on observation (category, observed_on)`,
];

export const createObservation = defineMigration(...OBSERVATION);
