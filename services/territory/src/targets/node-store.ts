import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { NodeStatus, TargetNode } from '@quyu/territory-contracts';
import type { Kysely } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { nodeOf } from './node-row.js';

type Db = Kysely<TerritoryDb>;

/** Which nodes of a target to list. */
export interface NodeFilter {
  readonly parentCode?: string | undefined;
  readonly status?: NodeStatus | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectNodes(db: Db, targetId: string, filter: NodeFilter): Promise<Page<TargetNode>> {
  const { parentCode, status, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('target_node as n')
    .innerJoin('target as g', 'g.target_id', 'n.target_id')
    .selectAll('n')
    .select('g.currency')
    .where('n.target_id', '=', targetId)
    .orderBy('n.territory_code')
    .limit(limit + 1);
  if (parentCode !== undefined) query = query.where('n.parent_code', '=', parentCode);
  if (status !== undefined) query = query.where('n.status', '=', status);
  if (after !== undefined) query = query.where('n.territory_code', '>', after);
  const found = (await query.execute()).map((row) => nodeOf(row, row.currency));
  return pageFrom(found, limit, ({ territoryCode }) => [territoryCode]);
}
