import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { NodeStatus, TargetNode } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { TargetNodeTable } from '../db/market-schema.js';
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
  const { rows } = await sql<Selectable<TargetNodeTable> & { readonly currency: string }>`
    select n.*, g.currency from target_node n join target g on g.target_id = n.target_id
    where n.target_id = ${targetId}::uuid
      and (${parentCode ?? null}::text is null or n.parent_code = ${parentCode ?? null})
      and (${status ?? null}::text is null or n.status = ${status ?? null})
      and (${after ?? null}::text is null or n.territory_code > ${after ?? null})
    order by n.territory_code limit ${limit + 1}`.execute(db);
  const found = rows.map((row) => nodeOf(row, row.currency));
  return pageFrom(found, limit, ({ territoryCode }) => [territoryCode]);
}
