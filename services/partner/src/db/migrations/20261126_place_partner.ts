import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Empty until the account is heard of again: `quyu events republish` fills it for partners that were placed before. */
export const placePartner = defineMigration(
  sql`alter table partner add column territory_path text[] not null default '{}'`,
  sql`create index on partner using gin (territory_path)`,
);
