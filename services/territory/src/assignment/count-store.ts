import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';

/** Accounts directly in each territory of the active model that has any or is a leaf; and those in none. */
export interface AssignmentCounts {
  readonly territories: { readonly code: string; readonly name: string; readonly subjects: number }[];
  readonly gaps: number;
  readonly conflicts: number;
}

export async function countAssignments(db: Kysely<TerritoryDb>): Promise<AssignmentCounts> {
  const { rows } = await sql<AssignmentCounts>`
    with counted as (
      select territory_code, count(*)::int as subjects from assignment
      where status = 'assigned' group by territory_code
    ), listed as (
      select t.code, t.name, coalesce(c.subjects, 0) as subjects
      from active_model m
      join territory t on t.model_id = m.model_id
      left join counted c on c.territory_code = t.code
      where c.subjects > 0 or not exists (
        select from territory child where child.model_id = t.model_id and child.parent_code = t.code
      )
    )
    select
      (select coalesce(json_agg(listed order by listed.code), '[]') from listed) as territories,
      (select count(*)::int from assignment where status = 'gap') as gaps,
      (select count(*)::int from assignment where status = 'conflict') as conflicts
  `.execute(db);
  return rows[0]!;
}
