import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { RuleLine } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { RuleTable, TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** Those of the codes that are in the model. */
export async function selectRules(
  db: Db,
  modelId: string,
  codes: readonly string[],
): Promise<readonly RuleLine[]> {
  const rows = await db
    .selectFrom('rule')
    .selectAll()
    .where('model_id', '=', modelId)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
  return rows.map(ruleOf);
}

export async function selectAllRules(db: Db, modelId: string): Promise<readonly RuleLine[]> {
  const rows = await db.selectFrom('rule').selectAll().where('model_id', '=', modelId).execute();
  return rows.map(ruleOf);
}

export async function selectRulePage(
  db: Db,
  modelId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<RuleLine>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('rule')
    .selectAll()
    .where('model_id', '=', modelId)
    .orderBy('code')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('code', '>', after);
  return pageFrom((await query.execute()).map(ruleOf), limit, ({ code }) => [code]);
}

export async function insertRules(db: Db, modelId: string, rules: readonly RuleLine[]): Promise<void> {
  await sql`
    insert into rule (model_id, code, territory_code, priority, condition)
    select ${modelId}::uuid, r.code, r."territoryCode", r.priority, r.condition
    from json_to_recordset(${JSON.stringify(rules)}::json)
      as r (code text, "territoryCode" text, priority int, condition jsonb)
  `.execute(db);
}

function ruleOf(row: Selectable<RuleTable>): RuleLine {
  return {
    code: row.code,
    territoryCode: row.territory_code,
    priority: row.priority,
    condition: row.condition,
  };
}
