import type { TargetNode } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { TargetNodeTable } from '../db/market-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import { nodeOf } from './node-row.js';
import type { TargetHead } from './targets.js';

type Db = Kysely<TerritoryDb>;

/** Who does it, and when. */
export interface Doing {
  readonly by: string;
  readonly at: Date;
}

/**
 * Issues the nodes that are drafted or objected to. What the caller has from somebody above, whom they may not see, is not theirs
 * to issue.
 *
 * @param from the territory to begin with; undefined for all.
 * @returns the nodes that were issued, the top first.
 */
export async function issueNodes(
  db: Db,
  { targetId, currency }: TargetHead,
  from: string | undefined,
  { by, at }: Doing,
): Promise<readonly TargetNode[]> {
  const { rows } = await sql<Selectable<TargetNodeTable>>`
    with issued as (
      update target_node n set
        status = 'issued', round = n.round + 1, issued_amount = n.amount, issued_by = ${by}, version = n.version + 1
      where n.target_id = ${targetId}::uuid and n.status in ('draft', 'objected')
        and (${from ?? null}::text is null or n.path @> array[${from ?? null}::text])
        and (n.parent_code is null or exists (
          select from target_node above where above.target_id = n.target_id and above.territory_code = n.parent_code))
      returning n.*
    ), noted as (
      insert into target_round (node_id, round, amount, issued_by, issued_at)
      select node_id, round, amount, issued_by, ${at} from issued
    )
    select * from issued order by cardinality(path), territory_code collate "C"`.execute(db);
  return rows.map((row) => nodeOf(row, currency));
}
