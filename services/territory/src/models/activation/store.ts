import type { Mode, TerritoryModel } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../../db/schema.js';
import { modelOf } from '../store.js';

type Db = Kysely<TerritoryDb>;

/** When and how a model becomes active by itself. */
export interface Schedule {
  readonly effectiveOn: string | null;
  readonly mode: Mode;
  readonly force: boolean;
}

/** The code of the planning model that becomes active on a day, other than this one. */
export async function selectScheduledOn(
  db: Db,
  effectiveOn: string,
  exceptId: string,
): Promise<string | undefined> {
  const query = db.selectFrom('model').select('code').where('status', '=', 'planning');
  const others = query.where('effective_on', '=', effectiveOn).where('model_id', '<>', exceptId);
  return (await others.executeTakeFirst())?.code;
}

export async function updateSchedule(
  db: Db,
  modelId: string,
  { effectiveOn, mode, force }: Schedule,
): Promise<TerritoryModel> {
  const row = await db
    .updateTable('model')
    .set({ effective_on: effectiveOn, mode, force, refusal: null })
    .where('model_id', '=', modelId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return modelOf(row);
}

/** A model whose day has come. */
export interface DueModel {
  readonly modelId: string;
  readonly code: string;
  readonly mode: Mode;
  readonly force: boolean;
}

/** Models whose day has come, in the order of their days; those whose activation was refused wait for a change. */
export async function selectDueModels(db: Db, today: string): Promise<readonly DueModel[]> {
  return db
    .selectFrom('model')
    .select(['model_id as modelId', 'code', 'mode', 'force'])
    .where('status', '=', 'planning')
    .where('effective_on', '<=', today)
    .where('refusal', 'is', null)
    .orderBy('effective_on')
    .execute();
}

/** Notes why a model was not activated, unless it is not waiting any more. */
export async function noteRefusal(db: Db, modelId: string, refusal: string): Promise<void> {
  await sql`
    update model set refusal = ${refusal} where model_id = ${modelId}::uuid and status = 'planning'
  `.execute(db);
}
