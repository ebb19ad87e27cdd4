import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Assignment } from '@quyu/territory-contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Attributes } from '../dimensions/dimensions.js';
import type { TerritoryDb } from '../db/schema.js';
import type { Account, Placed } from './placement.js';

type Db = Kysely<TerritoryDb>;

/** An account as its enrolment describes it. */
export interface Subject {
  readonly subjectId: string;
  readonly code: string;
  readonly attributes: Attributes;
}

/**
 * Writes accounts in the order of their ids, so that two of these never wait for each other. Each stays locked until the
 * transaction ends.
 *
 * @returns the ids of those that are new or have changed.
 */
export async function upsertSubjects(db: Db, subjects: readonly Subject[]): Promise<readonly string[]> {
  const { rows } = await sql<{ subject_id: string }>`
    insert into subject (subject_id, code, attributes)
    select s."subjectId", s.code, s.attributes
    from json_to_recordset(${JSON.stringify(subjects)}::json)
      as s ("subjectId" uuid, code text, attributes jsonb)
    order by s."subjectId"
    on conflict (subject_id) do update set code = excluded.code, attributes = excluded.attributes
      where (subject.code, subject.attributes) is distinct from (excluded.code, excluded.attributes)
    returning subject_id
  `.execute(db);
  return rows.map(({ subject_id }) => subject_id);
}

export async function selectAccounts(db: Db, subjectIds: readonly string[]): Promise<readonly Account[]> {
  return accountsOf(db, sql`select * from subject where subject_id = any(${subjectIds}::uuid[])`);
}

/** The next accounts in the order of their ids. */
export async function selectAccountsAfter(
  db: Db,
  after: string | undefined,
  limit: number,
): Promise<readonly Account[]> {
  const further = after === undefined ? sql`` : sql`where subject_id > ${after}::uuid`;
  return accountsOf(db, sql`select * from subject ${further} order by subject_id limit ${limit}`);
}

/**
 * The limits keep what belongs to an account a look into an index for each: an activation has written so much that the
 * statistics know nothing of, and joined as wholes every batch would read all accounts.
 */
async function accountsOf(db: Db, subjects: RawBuilder<unknown>): Promise<readonly Account[]> {
  const { rows } = await sql<AccountRow>`
    select s.subject_id, s.code, s.attributes, a.model_id, a.status, a.territory_code, t.name as territory_name, t.path,
      a.rule_code, a.contenders, a.decided_by, p.territory_code as pin
    from (${subjects}) s
    left join lateral (select * from assignment where assignment.subject_id = s.subject_id limit 1) a on true
    left join lateral (
      select * from territory where territory.model_id = a.model_id and territory.code = a.territory_code limit 1
    ) t on true
    left join lateral (select * from pin where pin.subject_id = s.subject_id limit 1) p on true
    order by s.subject_id`.execute(db);
  return rows.map(accountOf);
}

interface AccountRow {
  readonly subject_id: string;
  readonly code: string;
  readonly attributes: Attributes;
  readonly model_id: string | null;
  readonly status: Assignment['status'] | null;
  readonly territory_code: string | null;
  readonly territory_name: string | null;
  readonly path: readonly string[] | null;
  readonly rule_code: string | null;
  readonly contenders: readonly string[] | null;
  readonly decided_by: Assignment['by'] | null;
  readonly pin: string | null;
}

function accountOf(row: AccountRow): Account {
  const { subject_id: subjectId, code, attributes, model_id: modelId, status } = row;
  const place = status && {
    status,
    territoryCode: row.territory_code,
    territoryName: row.territory_name,
    path: row.path ?? [],
    ruleCode: row.rule_code,
    contenders: row.contenders ?? [],
  };
  return { subjectId, code, attributes, modelId, place, by: row.decided_by ?? 'rule', pin: row.pin };
}

export async function upsertAssignments(db: Db, modelId: string, placed: readonly Placed[]): Promise<void> {
  const rows = placed.map(({ subjectId, place, by }) => ({ subjectId, by, ...place }));
  await sql`
    insert into assignment (subject_id, model_id, status, territory_code, rule_code, contenders, decided_by)
    select a."subjectId", ${modelId}::uuid, a.status, a."territoryCode", a."ruleCode", a.contenders, a.by
    from json_to_recordset(${JSON.stringify(rows)}::json) as a
      ("subjectId" uuid, by text, status text, "territoryCode" text, "ruleCode" text, contenders text[])
    order by a."subjectId"
    on conflict (subject_id) do update set
      model_id = excluded.model_id, status = excluded.status, territory_code = excluded.territory_code,
      rule_code = excluded.rule_code, contenders = excluded.contenders,
      decided_by = excluded.decided_by
  `.execute(db);
}

/** Notes for every account that its place is by this model now. For those whose places have not changed. */
export async function carryOver(db: Db, modelId: string): Promise<void> {
  await sql`update assignment set model_id = ${modelId}::uuid where model_id <> ${modelId}::uuid`.execute(db);
}

function assignments(db: Db) {
  return db
    .selectFrom('assignment as a')
    .innerJoin('subject as s', 's.subject_id', 'a.subject_id')
    .innerJoin('model as m', 'm.model_id', 'a.model_id')
    .leftJoin('territory as t', (join) =>
      join.onRef('t.model_id', '=', 'a.model_id').onRef('t.code', '=', 'a.territory_code'),
    )
    .select(['a.subject_id as subjectId', 's.code as subjectCode', 'a.status', 's.attributes'])
    .select(['a.territory_code as territoryCode', 't.name as territoryName', 'a.rule_code as ruleCode'])
    .select(['a.contenders', 'a.decided_by as by', 'm.code as modelCode']);
}

export async function selectAssignment(db: Db, subjectId: string): Promise<Assignment | undefined> {
  return assignments(db).where('a.subject_id', '=', subjectId).executeTakeFirst();
}

/** Which assignments to list. `territoryCode` stands for its whole part of the tree. */
export interface AssignmentFilter {
  readonly territoryCode?: string | undefined;
  readonly status?: Assignment['status'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectAssignments(db: Db, filter: AssignmentFilter): Promise<Page<Assignment>> {
  const { territoryCode, status, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = assignments(db)
    .orderBy('a.subject_id')
    .limit(limit + 1);
  if (status !== undefined) query = query.where('a.status', '=', status);
  if (after !== undefined) query = query.where('a.subject_id', '>', after);
  if (territoryCode !== undefined) {
    query = query.where('a.territory_code', 'in', (eb) =>
      eb
        .selectFrom('territory as below')
        .innerJoin('active_model', 'active_model.model_id', 'below.model_id')
        .select('below.code')
        .where(sql<boolean>`below.path @> array[${territoryCode}::text]`),
    );
  }
  return pageFrom(await query.execute(), limit, ({ subjectId }) => [subjectId]);
}
