import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const STATEMENTS = [
  sql`create table partner_territory (partner_id uuid primary key, path text[] not null)`,
  sql`create index on partner_territory using gin (path)`,
];

export const createPartnerTerritory = defineMigration(...STATEMENTS);
