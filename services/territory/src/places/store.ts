import type { Kysely } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';

export async function selectActiveModel(db: Kysely<TerritoryDb>): Promise<string | null> {
  const row = await db.selectFrom('active_model').select('model_id').executeTakeFirstOrThrow();
  return row.model_id;
}
