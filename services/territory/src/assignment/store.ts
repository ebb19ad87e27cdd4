import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Assignment } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
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
  const asked = db.selectFrom('subject').where('subject_id', '=', sql<string>`any(${subjectIds}::uuid[])`);
  return (await accountsOf(db, asked.selectAll()).execute()).map(accountOf);
}

/** The next accounts in the order of their ids. */
export async function selectAccountsAfter(
  db: Db,
  after: string | undefined,
  limit: number,
): Promise<readonly Account[]> {
  let next = db.selectFrom('subject').selectAll().orderBy('subject_id').limit(limit);
  if (after !== undefined) next = next.where('subject_id', '>', after);
  return (await accountsOf(db, next).orderBy('s.subject_id').execute()).map(accountOf);
}

type Subjects = SelectQueryBuilder<TerritoryDb, 'subject', Selectable<TerritoryDb['subject']>>;

/** Joins after the choice has been made: with the limit outside, Postgres joins all that are left and sorts them, for every batch. */
function accountsOf(db: Db, subjects: Subjects) {
  return db
    .selectFrom(subjects.as('s'))
    .leftJoin('assignment as a', 'a.subject_id', 's.subject_id')
    .leftJoin('territory as t', (join) =>
      join.onRef('t.model_id', '=', 'a.model_id').onRef('t.code', '=', 'a.territory_code'),
    )
    .leftJoin('pin as p', 'p.subject_id', 's.subject_id')
    .select(['s.subject_id', 's.code', 's.attributes', 'a.model_id', 'a.status', 'a.territory_code'])
    .select(['t.name as territory_name', 't.path', 'a.rule_code', 'a.contenders', 'a.decided_by'])
    .select('p.territory_code as pin');
}

type AccountRow = Awaited<ReturnType<ReturnType<typeof accountsOf>['execute']>>[number];

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
