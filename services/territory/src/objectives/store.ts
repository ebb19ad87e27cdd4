import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Indicator } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ObjectiveTable } from '../db/market-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import type { StoredObjective } from './objectives.js';

type Db = Kysely<TerritoryDb>;

/** The code, if it is a territory of the active model. */
export async function selectKnownTerritory(db: Db, code: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('territory as t')
    .innerJoin('active_model as a', 'a.model_id', 't.model_id')
    .select('t.code')
    .where('t.code', '=', code)
    .execute();
  return new Set(rows.map((row) => row.code));
}

/** @returns whether it is new: the code may be taken. */
export async function insertObjective(db: Db, objective: StoredObjective): Promise<boolean> {
  const row = await db
    .insertInto('objective')
    .values({ ...rowOf(objective), objective_id: objective.objectiveId, code: objective.code })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('objective_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The objective; it cannot change until the transaction ends. */
export async function lockObjective(db: Db, objectiveId: string): Promise<StoredObjective | undefined> {
  const query = db.selectFrom('objective').selectAll().where('objective_id', '=', objectiveId).forUpdate();
  const row = await query.executeTakeFirst();
  return row && objectiveOf(row);
}

export async function updateObjective(db: Db, objective: StoredObjective): Promise<void> {
  const query = db.updateTable('objective').set(rowOf(objective));
  await query.where('objective_id', '=', objective.objectiveId).execute();
}

export async function selectObjective(db: Db, objectiveId: string): Promise<StoredObjective | undefined> {
  const query = db.selectFrom('objective').selectAll().where('objective_id', '=', objectiveId);
  const row = await query.executeTakeFirst();
  return row && objectiveOf(row);
}

/** Which objectives to list. `territoryCode` stands for its whole part of the tree. */
export interface ObjectiveFilter {
  readonly territoryCode?: string | undefined;
  readonly indicator?: Indicator | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectObjectives(db: Db, filter: ObjectiveFilter): Promise<Page<StoredObjective>> {
  const { territoryCode, indicator, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const { rows } = await sql<Selectable<ObjectiveTable>>`
    select * from objective
    where (${indicator ?? null}::text is null or indicator = ${indicator ?? null})
      and (${after ?? null}::text is null or code > ${after ?? null})
      and (${territoryCode ?? null}::text is null or territory_code in (
        select t.code from territory t join active_model a on a.model_id = t.model_id
        where t.path @> array[${territoryCode ?? null}::text]))
    order by code limit ${limit + 1}`.execute(db);
  return pageFrom(rows.map(objectiveOf), limit, ({ code }) => [code]);
}

function rowOf({
  version,
  name,
  territoryCode,
  indicator,
  ownerCode,
  startsOn,
  toleranceBp,
  stages,
}: StoredObjective) {
  return {
    version,
    name,
    territory_code: territoryCode,
    indicator,
    owner_code: ownerCode,
    starts_on: startsOn,
    tolerance_bp: toleranceBp,
    stages: JSON.stringify(stages),
  };
}

function objectiveOf(row: Selectable<ObjectiveTable>): StoredObjective {
  return {
    objectiveId: row.objective_id,
    version: row.version,
    code: row.code,
    name: row.name,
    territoryCode: row.territory_code,
    indicator: row.indicator,
    ownerCode: row.owner_code,
    startsOn: row.starts_on,
    toleranceBp: row.tolerance_bp,
    stages: row.stages,
  };
}
