import type { RuleLine, Territory } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../../db/schema.js';
import type { Pair } from './differences.js';

type Db = Kysely<TerritoryDb>;

/** Two models: what changes from the one to the other. */
export interface Models {
  readonly beforeId: string;
  readonly afterId: string;
}

/** The next rules, by code, that the two models do not have alike. */
export async function selectRulePairs(
  db: Db,
  { beforeId, afterId }: Models,
  after: string,
  limit: number,
): Promise<readonly Pair<RuleLine>[]> {
  const { rows } = await sql<Pair<RuleLine>>`
    with b as (select * from rule where model_id = ${beforeId}::uuid and code > ${after}),
      a as (select * from rule where model_id = ${afterId}::uuid and code > ${after})
    select coalesce(a.code, b.code) as code,
      case when b.code is not null then json_build_object('code', b.code, 'territoryCode', b.territory_code,
        'priority', b.priority, 'condition', b.condition) end as before,
      case when a.code is not null then json_build_object('code', a.code, 'territoryCode', a.territory_code,
        'priority', a.priority, 'condition', a.condition) end as after
    from b full join a on a.code = b.code
    where (a.territory_code, a.priority, a.condition) is distinct from (b.territory_code, b.priority, b.condition)
    order by 1 limit ${limit}
  `.execute(db);
  return rows;
}

/** The next territories, by code, that the two models do not have alike. */
export async function selectTerritoryPairs(
  db: Db,
  { beforeId, afterId }: Models,
  after: string,
  limit: number,
): Promise<readonly Pair<Territory>[]> {
  const { rows } = await sql<Pair<Territory>>`
    with b as (select * from territory where model_id = ${beforeId}::uuid and code > ${after}),
      a as (select * from territory where model_id = ${afterId}::uuid and code > ${after})
    select coalesce(a.code, b.code) as code,
      case when b.code is not null then json_build_object('code', b.code, 'name', b.name, 'parentCode', b.parent_code,
        'level', b.level, 'path', b.path) end as before,
      case when a.code is not null then json_build_object('code', a.code, 'name', a.name, 'parentCode', a.parent_code,
        'level', a.level, 'path', a.path) end as after
    from b full join a on a.code = b.code
    where a.code is null or b.code is null or (a.name, a.parent_code) is distinct from (b.name, b.parent_code)
    order by 1 limit ${limit}
  `.execute(db);
  return rows;
}
