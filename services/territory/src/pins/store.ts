import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Assignment, Conflict, Pin } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { PinTable, TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** Whether an account is known; it stays locked until the transaction ends. */
export async function lockSubject(db: Db, subjectId: string): Promise<boolean> {
  const query = db.selectFrom('subject').select('subject_id').where('subject_id', '=', subjectId);
  return (await query.forNoKeyUpdate().executeTakeFirst()) !== undefined;
}

/** Whether the active model, or one that is being planned, has a territory. */
export async function hasTerritory(db: Db, code: string): Promise<boolean> {
  const query = db
    .selectFrom('territory as t')
    .innerJoin('model as m', 'm.model_id', 't.model_id')
    .select('t.code')
    .where('t.code', '=', code)
    .where('m.status', '<>', 'archived')
    .limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Pins an account, in the place of the pin it may have. */
export async function upsertPin(db: Db, pin: PinTable): Promise<void> {
  const { subject_id: _subject, ...decision } = pin;
  await db
    .insertInto('pin')
    .values(pin)
    .onConflict((conflict) => conflict.column('subject_id').doUpdateSet(decision))
    .execute();
}

/** @returns false when the account is not pinned. */
export async function deletePin(db: Db, subjectId: string): Promise<boolean> {
  const query = db.deleteFrom('pin').where('subject_id', '=', subjectId).returning('subject_id');
  return (await query.executeTakeFirst()) !== undefined;
}

function pins(db: Db) {
  return db
    .selectFrom('pin as p')
    .innerJoin('subject as s', 's.subject_id', 'p.subject_id')
    .leftJoin('assignment as a', 'a.subject_id', 'p.subject_id')
    .select([
      'p.subject_id as subjectId',
      's.code as subjectCode',
      'p.territory_code as territoryCode',
      'p.reason',
    ])
    .select(['p.pinned_on as pinnedOn', 'p.pinned_by as pinnedBy'])
    .select(sql<boolean>`coalesce(a.decided_by = 'pin', false)`.as('inForce'));
}

export async function selectPin(db: Db, subjectId: string): Promise<Pin | undefined> {
  return pins(db).where('p.subject_id', '=', subjectId).executeTakeFirst();
}

export async function selectPins(db: Db, cursor: string | undefined, limit: number): Promise<Page<Pin>> {
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = pins(db)
    .orderBy('p.subject_id')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('p.subject_id', '>', after);
  return pageFrom(await query.execute(), limit, ({ subjectId }) => [subjectId]);
}

/** How the rules have left an account, and what contends for it. */
export interface Contest extends Conflict {
  readonly status: Assignment['status'];
}

function contests(db: Db) {
  return db
    .selectFrom('assignment as a')
    .innerJoin('subject as s', 's.subject_id', 'a.subject_id')
    .select(['a.subject_id as subjectId', 's.code as subjectCode', 'a.status'])
    .select(
      sql<Conflict['contenders']>`(
        select coalesce(json_agg(json_build_object('ruleCode', r.code, 'territoryCode', t.code, 'territoryName', t.name)
          order by r.code), '[]')
        from rule r join territory t on t.model_id = r.model_id and t.code = r.territory_code
        where r.model_id = a.model_id and r.code = any(a.contenders)
      )`.as('contenders'),
    );
}

export async function selectContest(db: Db, subjectId: string): Promise<Contest | undefined> {
  return contests(db).where('a.subject_id', '=', subjectId).executeTakeFirst();
}

export async function selectConflicts(
  db: Db,
  cursor: string | undefined,
  limit: number,
): Promise<Page<Conflict>> {
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = contests(db)
    .where('a.status', '=', 'conflict')
    .orderBy('a.subject_id')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('a.subject_id', '>', after);
  const rows = (await query.execute()).map(({ status: _status, ...conflict }) => conflict);
  return pageFrom(rows, limit, ({ subjectId }) => [subjectId]);
}
