import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Cases of diversion that stand, to count them by the day they were found. */
const CASES = [
  sql`create table violation_case (
    diversion_id uuid primary key,
    partner_code text collate "C" not null,
    found_on date not null
  )`,
  sql`create index on violation_case (partner_code)`,
];

export const keepViolations = defineMigration(...CASES, sql`create index on payee_fact (name)`);
