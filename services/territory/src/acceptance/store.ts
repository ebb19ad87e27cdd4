import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { TargetNode, TargetRound } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { TargetNodeTable, TargetRoundTable } from '../db/market-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import { nodeOf } from '../targets/node-row.js';
import type { NodeOfTarget } from './acceptance.js';

type Db = Kysely<TerritoryDb>;
type NodeRow = Selectable<TargetNodeTable> & Record<'currency' | 'targetCode' | 'period', string>;

export async function selectNode(db: Db, nodeId: string): Promise<NodeOfTarget | undefined> {
  const { rows } = await sql<NodeRow>`
    select n.*, g.currency, g.code as "targetCode", g.period
    from target_node n join target g on g.target_id = n.target_id where n.node_id = ${nodeId}::uuid`.execute(
    db,
  );
  const [row] = rows;
  return row && { node: nodeOf(row, row.currency), targetCode: row.targetCode, period: row.period };
}

/** Keeps others from changing the node until the transaction ends. */
export async function lockNode(db: Db, nodeId: string): Promise<NodeOfTarget | undefined> {
  await db.selectFrom('target_node').select('node_id').where('node_id', '=', nodeId).forUpdate().execute();
  return selectNode(db, nodeId);
}

export async function selectRounds(
  db: Db,
  nodeId: string,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<TargetRound>> {
  const [before] = readCursor(cursor, [cursorPart.int]) ?? [];
  const { rows } = await sql<Selectable<TargetRoundTable> & { readonly currency: string }>`
    select r.*, g.currency from target_round r
    join target_node n on n.node_id = r.node_id join target g on g.target_id = n.target_id
    where r.node_id = ${nodeId}::uuid and (${before ?? null}::int is null or r.round < ${before ?? null}::int)
    order by r.round desc limit ${limit + 1}`.execute(db);
  const rounds = rows.map((row): TargetRound => ({
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

/** What somebody says to a target that was issued. */
export interface Decision {
  readonly decision: 'accepted' | 'objected';
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
}

/** Notes what became of the round of a node that is waiting. */
export async function decideNode(
  db: Db,
  { nodeId, round }: TargetNode,
  { decision, reason, by, at }: Decision,
): Promise<void> {
  await db
    .updateTable('target_round')
    .set({ decision, reason, decided_by: by, decided_at: at })
    .where('node_id', '=', nodeId)
    .where('round', '=', round)
    .execute();
  await db
    .updateTable('target_node')
    .set((eb) => ({ status: decision, version: eb('version', '+', 1) }))
    .where('node_id', '=', nodeId)
    .execute();
}
