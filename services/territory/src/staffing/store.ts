import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { OrgMember, OrgUnit, StaffingRule } from '@quyu/territory-contracts';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { StaffingRuleTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import type { Structure } from './staffing.js';

type Db = Kysely<TerritoryDb>;

/** The latest version of a rule; nobody else sets one until the transaction ends. */
export async function lockLatestRule(db: Db, code: string): Promise<StaffingRule | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended('territory.staffing-rules', 0))`.execute(db);
  return (await latestRules(db, sql`where code = ${code} order by code, version desc`))[0];
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

/** The latest version of each rule, in the order of their codes. */
async function latestRules(db: Db, rest: RawBuilder<unknown>): Promise<readonly StaffingRule[]> {
  const { rows } = await sql<Selectable<StaffingRuleTable>>`
    select distinct on (code) * from staffing_rule ${rest}`.execute(db);
  return rows.map(ruleOf);
}

export async function selectRulePage(
  db: Db,
  cursor: string | undefined,
  limit: number,
): Promise<Page<StaffingRule>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const beyond = after === undefined ? sql`true` : sql`code > ${after}`;
  const rules = await latestRules(db, sql`where ${beyond} order by code, version desc limit ${limit + 1}`);
  return pageFrom(rules, limit, ({ code }) => [code]);
}

export async function selectLatestRules(db: Db): Promise<readonly StaffingRule[]> {
  return latestRules(db, sql`order by code, version desc`);
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
