import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Target } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { TargetTable } from '../db/market-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import type { PlannedNode, TargetHead } from './targets.js';

type Db = Kysely<TerritoryDb>;

/** The active model's id, and the territory if it is in there. */
export async function selectTop(
  db: Db,
  territoryCode: string,
): Promise<{
  readonly modelId: string | null;
  readonly name: string | null;
  readonly path: string[] | null;
}> {
  const { rows } = await sql<{ modelId: string | null; name: string | null; path: string[] | null }>`
    select a.model_id as "modelId", t.name, t.path from active_model a
    left join territory t on t.model_id = a.model_id and t.code = ${territoryCode}`.execute(db);
  return rows[0]!;
}

/** Writes a target whose top node is there already. @returns whether it is new: the code may be taken. */
export async function insertTarget(
  db: Db,
  head: Omit<TargetHead, 'version'> & { readonly name: string },
): Promise<boolean> {
  const { targetId, code, name, modelId, period, currency } = head;
  const row = await db
    .insertInto('target')
    .values({ target_id: targetId, code, name, model_id: modelId, period, currency })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('target_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps others from changing the target, at whatever place, until the transaction ends. */
export async function lockTarget(db: Db, targetId: string): Promise<TargetHead | undefined> {
  const query = db.selectFrom('target').selectAll().where('target_id', '=', targetId).forUpdate();
  const row = await query.executeTakeFirst();
  return row && headOf(row);
}

export async function selectHead(db: Db, targetId: string): Promise<TargetHead | undefined> {
  const query = db.selectFrom('target').selectAll().where('target_id', '=', targetId);
  const row = await query.executeTakeFirst();
  return row && headOf(row);
}

/** Counts a change of the target. */
export async function raiseVersion(db: Db, targetId: string): Promise<void> {
  await sql`update target set version = version + 1 where target_id = ${targetId}::uuid`.execute(db);
}

const TARGETS = sql`
  select g.target_id as "targetId", g.version, g.code, g.name, m.code as "modelCode", g.period, g.currency, (
    select json_build_object(
      'draft', count(*) filter (where n.status = 'draft'), 'issued', count(*) filter (where n.status = 'issued'),
      'accepted', count(*) filter (where n.status = 'accepted'), 'objected', count(*) filter (where n.status = 'objected'))
    from target_node n where n.target_id = g.target_id) as nodes
  from target g join model m on m.model_id = g.model_id`;

export async function selectTarget(db: Db, targetId: string): Promise<Target | undefined> {
  const { rows } = await sql<Target>`${TARGETS} where g.target_id = ${targetId}::uuid`.execute(db);
  return rows[0];
}

export async function selectTargets(
  db: Db,
  { period, cursor, limit }: { period?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<Target>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const { rows } = await sql<Target>`${TARGETS}
    where (${period ?? null}::text is null or g.period = ${period ?? null})
      and (${after ?? null}::text is null or g.code > ${after ?? null})
    order by g.code limit ${limit + 1}`.execute(db);
  return pageFrom(rows, limit, ({ code }) => [code]);
}

/** All nodes of a target that the caller may see. */
export async function selectPlan(db: Db, targetId: string): Promise<readonly PlannedNode[]> {
  const rows = await db
    .selectFrom('target_node')
    .select(['node_id', 'territory_code', 'territory_name', 'parent_code', 'path', 'amount'])
    .select(['method', 'share_bp', 'weight'])
    .where('target_id', '=', targetId)
    .execute();
  return rows.map((row) => ({
    nodeId: row.node_id,
    territoryCode: row.territory_code,
    territoryName: row.territory_name,
    parentCode: row.parent_code,
    path: row.path,
    amount: BigInt(row.amount),
    method: row.method,
    shareBp: row.share_bp,
    weight: row.weight === null ? null : BigInt(row.weight),
  }));
}

/** Writes nodes, each territory once. One whose amount is another than before has to be issued again. */
export async function saveNodes(db: Db, targetId: string, nodes: readonly PlannedNode[]): Promise<void> {
  const rows = nodes.map((node) => ({
    ...node,
    amount: node.amount.toString(),
    weight: node.weight?.toString() ?? null,
  }));
  await sql`
    insert into target_node as there (node_id, target_id, territory_code, territory_name, parent_code, path, amount, method,
      share_bp, weight)
    select n."nodeId", ${targetId}::uuid, n."territoryCode", n."territoryName", n."parentCode", n.path, n.amount, n.method,
      n."shareBp", n.weight
    from json_to_recordset(${JSON.stringify(rows)}::json) as n
      ("nodeId" uuid, "territoryCode" text, "territoryName" text, "parentCode" text, path text[], amount bigint, method text,
       "shareBp" int, weight numeric)
    on conflict (target_id, territory_code) do update set
      amount = excluded.amount, method = excluded.method, share_bp = excluded.share_bp, weight = excluded.weight,
      version = there.version + 1,
      status = case when there.amount = excluded.amount then there.status else 'draft' end
    where (there.amount, there.method, there.share_bp, there.weight)
      is distinct from (excluded.amount, excluded.method, excluded.share_bp, excluded.weight)
  `.execute(db);
}

function headOf(row: Selectable<TargetTable>): TargetHead {
  return {
    targetId: row.target_id,
    version: row.version,
    code: row.code,
    modelId: row.model_id,
    period: row.period,
    currency: row.currency,
  };
}
