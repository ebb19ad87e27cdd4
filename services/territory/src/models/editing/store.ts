import type { RuleLine, Territory } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../../db/schema.js';
import type { Move } from './moves.js';

type Db = Kysely<TerritoryDb>;

/** The lowest level of the model, or of one part of its tree; 0 when there is none. */
export async function selectDeepest(db: Db, modelId: string, belowCode?: string): Promise<number> {
  let query = db
    .selectFrom('territory')
    .select((eb) => eb.fn.coalesce(eb.fn.max('level'), sql<number>`0`).as('deepest'))
    .where('model_id', '=', modelId);
  if (belowCode !== undefined) query = query.where(sql<boolean>`path @> array[${belowCode}::text]`);
  return (await query.executeTakeFirstOrThrow()).deepest;
}

export async function renameTerritory(db: Db, modelId: string, code: string, name: string): Promise<void> {
  await db
    .updateTable('territory')
    .set({ name })
    .where('model_id', '=', modelId)
    .where('code', '=', code)
    .execute();
}

/** Moves a territory with all below it, in one statement. */
export async function moveTerritory(
  db: Db,
  modelId: string,
  { code, level }: Territory,
  { parentCode, above, shift }: Move,
): Promise<void> {
  await sql`
    update territory set
      path = ${above}::text[] || path[${level}::int:],
      level = level + ${shift}::int,
      parent_code = case when code = ${code}::text then ${parentCode}::text else parent_code end
    where model_id = ${modelId}::uuid and path @> array[${code}::text]
  `.execute(db);
}

/** How many territories are below a territory, and how many rules it and they have. */
export async function countBelow(
  db: Db,
  modelId: string,
  code: string,
): Promise<{ readonly territories: number; readonly rules: number }> {
  const { rows } = await sql<{ territories: number; rules: number }>`
    with part as (
      select code from territory where model_id = ${modelId}::uuid and path @> array[${code}::text]
    )
    select count(*)::int - 1 as territories,
      (select count(*)::int from rule
       where model_id = ${modelId}::uuid and territory_code in (select code from part)) as rules
    from part
  `.execute(db);
  return rows[0] ?? { territories: 0, rules: 0 };
}

/** Removes a territory with all below it, and their rules. */
export async function deletePart(db: Db, modelId: string, code: string): Promise<void> {
  await sql`
    delete from rule r using territory t
    where r.model_id = ${modelId}::uuid and t.model_id = r.model_id and t.code = r.territory_code
      and t.path @> array[${code}::text]
  `.execute(db);
  await sql`
    delete from territory where model_id = ${modelId}::uuid and path @> array[${code}::text]
  `.execute(db);
}

/** Makes a rule what it says. */
export async function upsertRule(db: Db, modelId: string, rule: RuleLine): Promise<void> {
  const content = {
    territory_code: rule.territoryCode,
    priority: rule.priority,
    condition: JSON.stringify(rule.condition),
  };
  await db
    .insertInto('rule')
    .values({ model_id: modelId, code: rule.code, ...content })
    .onConflict((conflict) => conflict.columns(['model_id', 'code']).doUpdateSet(content))
    .execute();
}

/** @returns false when there is no such rule. */
export async function deleteRule(db: Db, modelId: string, code: string): Promise<boolean> {
  const query = db.deleteFrom('rule').where('model_id', '=', modelId).where('code', '=', code);
  return (await query.returning('code').executeTakeFirst()) !== undefined;
}
