import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { NodeStatus, TargetNode, TargetRound } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { TargetNodeTable } from '../db/market-schema.js';
import type { TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

function nodes(db: Db) {
  return db
    .selectFrom('target_node as n')
    .innerJoin('target as g', 'g.target_id', 'n.target_id')
    .selectAll('n')
    .select(['g.currency', 'g.code as targetCode', 'g.period']);
}

/** A node with what its target says of it. */
export interface NodeOfTarget {
  readonly node: TargetNode;
  readonly targetCode: string;
  readonly period: string;
}

export async function selectNode(db: Db, nodeId: string): Promise<NodeOfTarget | undefined> {
  const row = await nodes(db).where('n.node_id', '=', nodeId).executeTakeFirst();
  return row && { node: nodeOf(row, row.currency), targetCode: row.targetCode, period: row.period };
}

/** Keeps others from changing the node until the transaction ends. */
export async function lockNode(db: Db, nodeId: string): Promise<NodeOfTarget | undefined> {
  await db.selectFrom('target_node').select('node_id').where('node_id', '=', nodeId).forUpdate().execute();
  return selectNode(db, nodeId);
}

export interface NodeFilter {
  readonly parentCode?: string | undefined;
  readonly status?: NodeStatus | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectNodes(db: Db, targetId: string, filter: NodeFilter): Promise<Page<TargetNode>> {
  const { parentCode, status, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = nodes(db)
    .where('n.target_id', '=', targetId)
    .orderBy('n.territory_code')
    .limit(limit + 1);
  if (parentCode !== undefined) query = query.where('n.parent_code', '=', parentCode);
  if (status !== undefined) query = query.where('n.status', '=', status);
  if (after !== undefined) query = query.where('n.territory_code', '>', after);
  const found = (await query.execute()).map((row) => nodeOf(row, row.currency));
  return pageFrom(found, limit, ({ territoryCode }) => [territoryCode]);
}

export async function selectRounds(
  db: Db,
  nodeId: string,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<TargetRound>> {
  const [before] = readCursor(cursor, [cursorPart.int]) ?? [];
  let query = db
    .selectFrom('target_round as r')
    .innerJoin('target_node as n', 'n.node_id', 'r.node_id')
    .innerJoin('target as g', 'g.target_id', 'n.target_id')
    .selectAll('r')
    .select('g.currency')
    .where('r.node_id', '=', nodeId)
    .orderBy('r.round', 'desc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('r.round', '<', Number(before));
  const rounds = (await query.execute()).map((row): TargetRound => ({
    round: row.round,
    amount: { amount: row.amount, currency: row.currency },
    issuedBy: row.issued_by,
    issuedAt: row.issued_at.toISOString(),
    decision: row.decision,
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }));
  return pageFrom(rounds, limit, ({ round }) => [String(round)]);
}

export function nodeOf(row: Selectable<TargetNodeTable>, currency: string): TargetNode {
  return {
    nodeId: row.node_id,
    targetId: row.target_id,
    version: row.version,
    territoryCode: row.territory_code,
    territoryName: row.territory_name,
    parentCode: row.parent_code,
    path: row.path,
    amount: { amount: row.amount, currency },
    status: row.status,
    method: row.method,
    shareBp: row.share_bp,
    weight: row.weight,
    round: row.round,
    issued: row.issued_amount === null ? null : { amount: row.issued_amount, currency },
    issuedBy: row.issued_by,
  };
}

/** The codes of the staff who work in a territory itself, sorted. */
export async function selectStaffCodes(db: Db, territoryCode: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select code from staff where territory_codes @> array[${territoryCode}::text] order by code collate "C"`.execute(
    db,
  );
  return rows.map(({ code }) => code);
}

export async function hasNodesBelow(db: Db, { targetId, territoryCode }: TargetNode): Promise<boolean> {
  const row = await db
    .selectFrom('target_node')
    .select('node_id')
    .where('target_id', '=', targetId)
    .where('parent_code', '=', territoryCode)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
