import type { DiversionRule, DiversionRuleDraft } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** The rule in force: the latest version. */
export async function selectDiversionRule(db: Db): Promise<DiversionRule> {
  const row = await db
    .selectFrom('diversion_rule')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { version: row.version, windowDays: row.window_days, levels: row.levels };
}

/** The same, and nobody else sets another until the transaction ends. */
export async function lockDiversionRule(db: Db): Promise<DiversionRule> {
  await sql`select pg_advisory_xact_lock(hashtextextended('territory.diversion-rule', 0))`.execute(db);
  return selectDiversionRule(db);
}

export async function insertDiversionRule(
  db: Db,
  version: number,
  { windowDays, levels }: DiversionRuleDraft,
): Promise<DiversionRule> {
  await db
    .insertInto('diversion_rule')
    .values({ version, window_days: windowDays, levels: JSON.stringify(levels) })
    .execute();
  return { version, windowDays, levels };
}
