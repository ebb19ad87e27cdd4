import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { TerritoryModel } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ModelTable, TerritoryDb } from '../db/schema.js';
import type { ModelContent } from './models.js';
import { selectAllRules } from './rule-store.js';
import { selectAllTerritories } from './territory-store.js';

type Db = Kysely<TerritoryDb>;

/** @returns the new model, or undefined when the code is taken. */
export async function insertModel(
  db: Db,
  model: Pick<TerritoryModel, 'modelId' | 'code' | 'name' | 'levels'>,
): Promise<TerritoryModel | undefined> {
  const row = await db
    .insertInto('model')
    .values({
      model_id: model.modelId,
      code: model.code,
      name: model.name,
      levels: [...model.levels],
      status: 'planning',
      version: 1,
    })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && modelOf(row);
}

export async function selectModel(db: Db, modelId: string): Promise<TerritoryModel | undefined> {
  const row = await db.selectFrom('model').selectAll().where('model_id', '=', modelId).executeTakeFirst();
  return row && modelOf(row);
}

/** Keeps others from changing the model until the transaction ends. */
export async function lockModel(db: Db, modelId: string): Promise<TerritoryModel | undefined> {
  const query = db.selectFrom('model').selectAll().where('model_id', '=', modelId).forUpdate();
  const row = await query.executeTakeFirst();
  return row && modelOf(row);
}

export async function selectModels(
  db: Db,
  { code, cursor, limit }: { code?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<TerritoryModel>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('model')
    .selectAll()
    .orderBy('code')
    .limit(limit + 1);
  if (code !== undefined) query = query.where('code', '=', code);
  if (after !== undefined) query = query.where('code', '>', after);
  return pageFrom((await query.execute()).map(modelOf), limit, (model) => [model.code]);
}

/** Counts a change of the model's content. */
export async function raiseVersion(db: Db, modelId: string): Promise<void> {
  await sql`update model set version = version + 1 where model_id = ${modelId}::uuid`.execute(db);
}

/**
 * Holds the choice of the active model still until the transaction ends: an activation waits. The lock is on a row of
 * its own, because a lock on the active model would wait for an activation and then find that row not active any more.
 *
 * @returns the active model's id, or null when there is none yet.
 */
export async function holdActiveModel(db: Db): Promise<string | null> {
  const row = await db.selectFrom('active_model').select('model_id').forShare().executeTakeFirstOrThrow();
  return row.model_id;
}

/** Keeps everybody else from assigning and activating until the transaction ends. */
export async function lockActiveModel(db: Db): Promise<void> {
  await db.selectFrom('active_model').select('model_id').forUpdate().executeTakeFirstOrThrow();
}

/** Archives the active model, if any, and puts another in its place. Needs {@link lockActiveModel}. */
export async function switchActiveModel(db: Db, modelId: string, at: Date): Promise<TerritoryModel> {
  await sql`update model set status = 'archived', version = version + 1 where status = 'active'`.execute(db);
  const row = await db
    .updateTable('model')
    .set((eb) => ({ status: 'active', version: eb('version', '+', 1), activated_at: at }))
    .where('model_id', '=', modelId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await db.updateTable('active_model').set({ model_id: modelId }).execute();
  return modelOf(row);
}

/** Everything in a model at once: it is compiled and then kept in memory as a whole. */
export async function selectContent(db: Db, modelId: string): Promise<ModelContent> {
  const { code } = await db
    .selectFrom('model')
    .select('code')
    .where('model_id', '=', modelId)
    .executeTakeFirstOrThrow();
  const territories = await selectAllTerritories(db, modelId);
  const rules = await selectAllRules(db, modelId);
  return { modelId, code, territories, rules };
}

function modelOf(row: Selectable<ModelTable>): TerritoryModel {
  return {
    modelId: row.model_id,
    code: row.code,
    name: row.name,
    levels: row.levels,
    status: row.status,
    version: row.version,
    activatedAt: row.activated_at?.toISOString() ?? null,
  };
}
