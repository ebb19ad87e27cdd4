import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { OrgMember, OrgUnit, StaffingRule } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { StaffingRuleTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import type { Structure } from './staffing.js';

type Db = Kysely<TerritoryDb>;

/** The latest version of a rule; nobody else sets one until the transaction ends. */
export async function lockLatestRule(db: Db, code: string): Promise<StaffingRule | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended('territory.staffing-rules', 0))`.execute(db);
  const row = await db
    .selectFrom('staffing_rule')
    .selectAll()
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && ruleOf(row);
}

/** Keeps a version of a rule, if it is new. */
export async function insertRule(db: Db, rule: StaffingRule): Promise<void> {
  await db
    .insertInto('staffing_rule')
    .values({
      code: rule.code,
      version: rule.version,
      title: JSON.stringify(rule.title),
      in_force: rule.inForce,
      check: JSON.stringify(rule.check),
      set_at: new Date(rule.setAt),
    })
    .onConflict((conflict) => conflict.columns(['code', 'version']).doNothing())
    .execute();
}

function latestRules(db: Db) {
  return db
    .selectFrom('staffing_rule')
    .selectAll()
    .distinctOn('code')
    .orderBy('code')
    .orderBy('version', 'desc');
}

export async function selectRulePage(
  db: Db,
  cursor: string | undefined,
  limit: number,
): Promise<Page<StaffingRule>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = latestRules(db).limit(limit + 1);
  if (after !== undefined) query = query.where('code', '>', after);
  return pageFrom((await query.execute()).map(ruleOf), limit, ({ code }) => [code]);
}

export async function selectLatestRules(db: Db): Promise<readonly StaffingRule[]> {
  return (await latestRules(db).execute()).map(ruleOf);
}

/** All units, and those who are members of any on a day. */
export async function selectStructure(db: Db, day: string): Promise<Structure> {
  const { rows: units } = await sql<OrgUnit>`
    select unit_id as "unitId", code, kind, name, parent_code as "parentCode", path,
      territory_codes as "territoryCodes", opens_on as "opensOn", closes_on as "closesOn"
    from org_unit order by code`.execute(db);
  const { rows: members } = await sql<OrgMember>`
    select member_id as "memberId", unit_code as "unitCode", staff_code as "staffCode", position, grade,
      full_time as "fullTime", sells, leader_code as "leaderCode", from_date as "from", to_date as "to"
    from org_member where from_date <= ${day}::date and (to_date is null or to_date >= ${day}::date)`.execute(
    db,
  );
  return { units, members };
}

function ruleOf(row: Selectable<StaffingRuleTable>): StaffingRule {
  return {
    code: row.code,
    version: row.version,
    title: row.title,
    inForce: row.in_force,
    check: row.check,
    setAt: row.set_at.toISOString(),
  };
}
