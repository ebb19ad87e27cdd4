import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { OrgMember } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { OrgMemberTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** Those of the codes that are enrolled; nobody else can give them a place until the transaction ends. */
export async function lockPeople(db: Db, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly code: string }>`
    select code from staff where code = any(${codes}::text[]) order by code for update`.execute(db);
  return new Set(rows.map(({ code }) => code));
}

/** Every place that these people have, had or will have. */
export async function selectMembersOf(db: Db, staffCodes: readonly string[]): Promise<readonly OrgMember[]> {
  const { rows } = await sql<Selectable<OrgMemberTable>>`
    select * from org_member where staff_code = any(${staffCodes}::text[])`.execute(db);
  return rows.map(memberOf);
}

export async function upsertMembers(db: Db, members: readonly OrgMember[]): Promise<void> {
  await sql`
    insert into org_member
      (member_id, unit_code, staff_code, position, grade, full_time, sells, leader_code, from_date, to_date)
    select m."memberId", m."unitCode", m."staffCode", m.position, m.grade, m."fullTime", m.sells, m."leaderCode",
      m."from", m."to"
    from json_to_recordset(${JSON.stringify(members)}::json) as m ("memberId" uuid, "unitCode" text,
      "staffCode" text, position text, grade text, "fullTime" boolean, sells boolean, "leaderCode" text,
      "from" date, "to" date)
    order by m."memberId"
    on conflict (unit_code, staff_code, from_date) do update set
      position = excluded.position, grade = excluded.grade, full_time = excluded.full_time,
      sells = excluded.sells, leader_code = excluded.leader_code, to_date = excluded.to_date
  `.execute(db);
}

/** Which members to list: `within` stands for a unit with all below it. */
export interface MemberFilter {
  readonly within?: string | undefined;
  readonly staffCode?: string | undefined;
  readonly on?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectMemberPage(db: Db, filter: MemberFilter): Promise<Page<OrgMember>> {
  const { within, staffCode, on, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  const asked = [sql`true`];
  if (within !== undefined)
    asked.push(sql`unit_code in (select code from org_unit where path @> array[${within}::text])`);
  if (staffCode !== undefined) asked.push(sql`staff_code = ${staffCode}`);
  if (on !== undefined)
    asked.push(sql`from_date <= ${on}::date and (to_date is null or to_date >= ${on}::date)`);
  if (after !== undefined) asked.push(sql`member_id > ${after}::uuid`);
  const { rows } = await sql<Selectable<OrgMemberTable>>`
    select * from org_member where ${sql.join(asked, sql` and `)} order by member_id limit ${limit + 1}`.execute(
    db,
  );
  return pageFrom(rows.map(memberOf), limit, ({ memberId }) => [memberId]);
}

function memberOf(row: Selectable<OrgMemberTable>): OrgMember {
  return {
    memberId: row.member_id,
    unitCode: row.unit_code,
    staffCode: row.staff_code,
    position: row.position,
    grade: row.grade,
    fullTime: row.full_time,
    sells: row.sells,
    leaderCode: row.leader_code,
    from: row.from_date,
    to: row.to_date,
  };
}
