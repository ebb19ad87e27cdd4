import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Empty until the accounts and people are heard of again: `quyu events republish` fills it for those known before. */
const PLACES = [
  sql`alter table partner_territory add column partner_code text not null default '', add column path text[] not null default '{}'`,
  sql`create index on partner_territory using gin (path)`,
  sql`alter table salesperson add column manager_code text collate "C"`,
  sql`create index on salesperson (manager_code)`,
];

/** Found past row-level security: a policy on a table cannot look into that table. */
const UNITS = sql`create function units_below(heads text[]) returns setof text
  language sql stable security definer set search_path from current
  as 'with recursive below as (
    select code from salesperson where code = any(heads)
    union
    select s.code from salesperson s join below b on s.manager_code = b.code
  ) select code from below'`;

export const placeReferences = defineMigration(...PLACES, UNITS);
