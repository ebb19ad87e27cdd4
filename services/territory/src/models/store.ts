import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Mode, TerritoryModel } from '@quyu/territory-contracts';
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

/** Which models to list. */
export interface ModelFilter {
  readonly code?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Whether planning models are listed as well. */
  readonly seesPlans: boolean;
}

export async function selectModels(
  db: Db,
  { code, cursor, limit, seesPlans }: ModelFilter,
): Promise<Page<TerritoryModel>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('model')
    .selectAll()
    .orderBy('code')
    .limit(limit + 1);
  if (code !== undefined) query = query.where('code', '=', code);
  if (!seesPlans) query = query.where('status', '<>', 'planning');
  if (after !== undefined) query = query.where('code', '>', after);
  return pageFrom((await query.execute()).map(modelOf), limit, (model) => [model.code]);
}

/** Counts a change of the model's content; a refusal of its activation was about what it held before. */
export async function raiseVersion(db: Db, modelId: string): Promise<void> {
  await sql`update model set version = version + 1, refusal = null where model_id = ${modelId}::uuid`.execute(
    db,
  );
}

/** What came of copying a model. */
export type Copied =
  | { readonly kind: 'copied'; readonly model: TerritoryModel }
  | { readonly kind: 'no source' | 'code taken' };

/** Copies a model with its territories and rules as a new planning model, within the database. */
export async function copyModel(
  db: Db,
  sourceId: string,
  { modelId, code, name }: Pick<TerritoryModel, 'modelId' | 'code' | 'name'>,
): Promise<Copied> {
  const source = await lockModel(db, sourceId);
  if (!source) return { kind: 'no source' };
  const made = await insertModel(db, { modelId, code, name, levels: source.levels });
  if (!made) return { kind: 'code taken' };
  await db.updateTable('model').set({ base_model_id: sourceId }).where('model_id', '=', modelId).execute();
  await sql`
    insert into territory (model_id, code, name, parent_code, level, path)
    select ${modelId}::uuid, code, name, parent_code, level, path from territory where model_id = ${sourceId}::uuid
  `.execute(db);
  await sql`
    insert into rule (model_id, code, territory_code, priority, condition)
    select ${modelId}::uuid, code, territory_code, priority, condition from rule where model_id = ${sourceId}::uuid
  `.execute(db);
  return { kind: 'copied', model: { ...made, baseModelId: sourceId } };
}

export async function renameModel(
  db: Db,
  modelId: string,
  { name, levels }: Pick<TerritoryModel, 'name' | 'levels'>,
): Promise<TerritoryModel> {
  const row = await db
    .updateTable('model')
    .set((eb) => ({ name, levels: [...levels], version: eb('version', '+', 1) }))
    .where('model_id', '=', modelId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return modelOf(row);
}

/** Removes a model that was never active, with all it holds. */
export async function deleteModel(db: Db, modelId: string): Promise<void> {
  await db.deleteFrom('rule').where('model_id', '=', modelId).execute();
  await db.deleteFrom('territory').where('model_id', '=', modelId).execute();
  await db.deleteFrom('model').where('model_id', '=', modelId).execute();
}

/**
 * Holds the choice of the active model still until the transaction ends: an activation waits. The lock is on a row of
 * its own, because a lock on the active model would wait for an activation and then find that row not active any more.
 *
 * A function takes it, because who may change only a part of the market may not lock the row.
 *
 * @returns the active model's id, or null when there is none yet.
 */
export async function holdActiveModel(db: Db): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select hold_active_model() as id`.execute(db);
  return rows[0]?.id ?? null;
}

/** The active model's id as it is now, or null. */
export async function selectActiveModelId(db: Db): Promise<string | null> {
  return (await db.selectFrom('active_model').select('model_id').executeTakeFirst())?.model_id ?? null;
}

/** Keeps everybody else from assigning and activating until the transaction ends. @returns the active model's id. */
export async function lockActiveModel(db: Db): Promise<string | null> {
  const row = await db.selectFrom('active_model').select('model_id').forUpdate().executeTakeFirstOrThrow();
  return row.model_id;
}

/** Archives the active model, if any, and puts another in its place. Needs {@link lockActiveModel}. */
export async function switchActiveModel(
  db: Db,
  modelId: string,
  { at, mode }: { readonly at: Date; readonly mode: Mode },
): Promise<TerritoryModel> {
  await sql`update model set status = 'archived', version = version + 1 where status = 'active'`.execute(db);
  const row = await db
    .updateTable('model')
    .set((eb) => ({
      status: 'active',
      version: eb('version', '+', 1),
      activated_at: at,
      mode,
      refusal: null,
    }))
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

export function modelOf(row: Selectable<ModelTable>): TerritoryModel {
  return {
    modelId: row.model_id,
    code: row.code,
    name: row.name,
    levels: row.levels,
    status: row.status,
    version: row.version,
    activatedAt: row.activated_at?.toISOString() ?? null,
    baseModelId: row.base_model_id,
    effectiveOn: row.effective_on,
    mode: row.mode,
    refusal: row.refusal,
  };
}
