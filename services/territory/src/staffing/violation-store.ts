import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { StaffingViolation } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { StaffingViolationTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** The open violations; nobody else opens or resolves one until the transaction ends. */
export async function lockOpenViolations(db: Db): Promise<readonly StaffingViolation[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('territory.staffing-violations', 0))`.execute(db);
  const rows = await db
    .selectFrom('staffing_violation')
    .selectAll()
    .where('resolved_on', 'is', null)
    .execute();
  return rows.map(violationOf);
}

/** Writes violations, new and known ones, as they are now. */
export async function upsertViolations(db: Db, violations: readonly StaffingViolation[]): Promise<void> {
  if (violations.length === 0) return;
  await sql`
    insert into staffing_violation (violation_id, rule_code, rule_version, unit_code, unit_kind, staff_code,
      actual, min, max, explanation, appeared_on, resolved_on)
    select v."violationId", v."ruleCode", v."ruleVersion", v."unitCode", v."unitKind", v."staffCode",
      v.actual, v.min, v.max, v.explanation, v."appearedOn", v."resolvedOn"
    from json_to_recordset(${JSON.stringify(violations)}::json) as v ("violationId" uuid, "ruleCode" text,
      "ruleVersion" int, "unitCode" text, "unitKind" text, "staffCode" text, actual int, min int, max int,
      explanation jsonb, "appearedOn" date, "resolvedOn" date)
    on conflict (violation_id) do update set
      rule_version = excluded.rule_version, unit_kind = excluded.unit_kind, actual = excluded.actual,
      min = excluded.min, max = excluded.max, explanation = excluded.explanation, resolved_on = excluded.resolved_on
  `.execute(db);
}

/** Which violations to list: `within` stands for a unit with all below it. */
export interface ViolationFilter {
  readonly within?: string | undefined;
  readonly ruleCode?: string | undefined;
  readonly status: 'open' | 'resolved';
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectViolationPage(db: Db, filter: ViolationFilter): Promise<Page<StaffingViolation>> {
  const { within, ruleCode, status, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  const asked = [status === 'open' ? sql`resolved_on is null` : sql`resolved_on is not null`];
  if (ruleCode !== undefined) asked.push(sql`rule_code = ${ruleCode}`);
  if (within !== undefined)
    asked.push(sql`unit_code in (select code from org_unit where path @> array[${within}::text])`);
  if (after !== undefined) asked.push(sql`violation_id > ${after}::uuid`);
  const { rows } = await sql<Selectable<StaffingViolationTable>>`
    select * from staffing_violation where ${sql.join(asked, sql` and `)}
    order by violation_id limit ${limit + 1}`.execute(db);
  return pageFrom(rows.map(violationOf), limit, ({ violationId }) => [violationId]);
}

function violationOf(row: Selectable<StaffingViolationTable>): StaffingViolation {
  return {
    violationId: row.violation_id,
    ruleCode: row.rule_code,
    ruleVersion: row.rule_version,
    unitCode: row.unit_code,
    unitKind: row.unit_kind,
    staffCode: row.staff_code,
    actual: row.actual,
    min: row.min,
    max: row.max,
    explanation: row.explanation,
    appearedOn: row.appeared_on,
    resolvedOn: row.resolved_on,
  };
}
