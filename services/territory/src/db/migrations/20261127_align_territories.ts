import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Proposals of balanced territories: what was asked, how good it became, and what each territory holds. */
export const alignTerritories = defineMigration(
  sql`create table alignment (
    alignment_id uuid primary key,
    model_id uuid not null references model,
    draft jsonb not null,
    quality jsonb
  )`,
  sql`create index on alignment (model_id)`,
  sql`create table alignment_territory (
    alignment_id uuid not null references alignment,
    code text not null,
    name text not null,
    potential bigint not null,
    workload bigint not null,
    unit_codes text[] not null,
    primary key (alignment_id, code)
  )`,
);
