import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Territory } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { TerritoryDb, TerritoryTable } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** Those of the codes that are in the model. */
export async function selectTerritories(
  db: Db,
  modelId: string,
  codes: readonly string[],
): Promise<readonly Territory[]> {
  const rows = await db
    .selectFrom('territory')
    .selectAll()
    .where('model_id', '=', modelId)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
  return rows.map(territoryOf);
}

export async function selectAllTerritories(db: Db, modelId: string): Promise<readonly Territory[]> {
  const rows = await db.selectFrom('territory').selectAll().where('model_id', '=', modelId).execute();
  return rows.map(territoryOf);
}

/** Which territories to list: all, those right below one, those of a level. */
export interface TerritoryFilter {
  readonly parentCode?: string | undefined;
  readonly level?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectTerritoryPage(
  db: Db,
  modelId: string,
  { parentCode, level, cursor, limit }: TerritoryFilter,
): Promise<Page<Territory>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('territory')
    .selectAll()
    .where('model_id', '=', modelId)
    .orderBy('code')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('code', '>', after);
  if (parentCode !== undefined) query = query.where('parent_code', '=', parentCode);
  if (level !== undefined) query = query.where('level', '=', level);
  return pageFrom((await query.execute()).map(territoryOf), limit, ({ code }) => [code]);
}

export async function insertTerritories(
  db: Db,
  modelId: string,
  territories: readonly Territory[],
): Promise<void> {
  await sql`
    insert into territory (model_id, code, name, parent_code, level, path)
    select ${modelId}::uuid, t.code, t.name, t."parentCode", t.level, t.path
    from json_to_recordset(${JSON.stringify(territories)}::json)
      as t (code text, name text, "parentCode" text, level int, path text[])
  `.execute(db);
}

function territoryOf(row: Selectable<TerritoryTable>): Territory {
  return { code: row.code, name: row.name, parentCode: row.parent_code, level: row.level, path: row.path };
}
