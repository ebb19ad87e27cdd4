import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/**
 * What scopes name, found past row-level security: a policy on a table cannot look into that table. Each function tells codes
 * and ids only. A ring of managers ends the search: `union` leaves out who was found before.
 */
const FUNCTIONS = [
  sql`create function units_below(heads text[]) returns setof text language sql stable security definer set search_path from current
    as 'with recursive below as (
      select code from staff where code = any(heads)
      union
      select s.code from staff s join below b on s.manager_code = b.code
    ) select code from below'`,
  sql`create function subjects_with(codes text[]) returns setof uuid language sql stable security definer set search_path from current
    as 'select subject_id from subject where code = any(codes)'`,
  sql`create index on subject (code)`,
  sql`create index on staff (manager_code)`,
];

export const findUnits = defineMigration(...FUNCTIONS);
