import type { Demand, ObservationLine } from '@quyu/feedback-contracts';
import { sql } from 'kysely';
import type { Db } from '../db/schema.js';
import { keyOf, type ObservationKey } from './observations.js';

/** Adds the observations whose key is new. @returns their keys. */
export async function insertNew(
  db: Db,
  observations: readonly ObservationLine[],
  recorded: { readonly batchId: string; readonly at: Date },
): Promise<ObservationKey[]> {
  // One order for everybody, so that two requests with the same keys wait for each other and do not deadlock.
  const sorted = observations.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const rows = sorted.map((observation) => ({
    source: observation.source,
    external_id: observation.externalId,
    respondent: observation.respondent,
    category: observation.category,
    product_group: observation.group,
    observed_on: observation.observedOn,
    batch_id: recorded.batchId,
    recorded_at: recorded.at,
  }));
  return db
    .insertInto('observation')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['source', 'external_id as externalId'])
    .execute();
}

/** The observations with these keys. */
export async function readObservations(db: Db, keys: readonly ObservationKey[]): Promise<ObservationLine[]> {
  const sources = keys.map(({ source }) => source);
  const ids = keys.map(({ externalId }) => externalId);
  const { rows } = await sql<ObservationLine>`
    select o.source, o.external_id as "externalId", o.respondent, o.category, o.product_group as "group",
      o.observed_on as "observedOn"
    from observation o
    join unnest(${sources}::text[], ${ids}::text[]) as k (source, external_id)
      on o.source = k.source and o.external_id = k.external_id`.execute(db);
  return rows;
}

/** Observations by category and month, after one of them; of one category only if asked. */
export async function readDemand(
  db: Db,
  query: {
    readonly after: readonly [category: string, month: string] | undefined;
    readonly category: string | undefined;
    readonly limit: number;
  },
): Promise<Demand[]> {
  const { after, category, limit } = query;
  const month = sql<string>`to_char(observed_on, 'YYYY-MM')`;
  let demand = db
    .selectFrom('observation')
    .select(['category', month.as('month'), sql<string>`count(*)`.as('observations')])
    .groupBy(['category', month])
    .orderBy('category')
    .orderBy(month)
    .limit(limit);
  if (category !== undefined) demand = demand.where('category', '=', category);
  if (after) {
    // The first condition says nothing that the second does not, but the index can start from it.
    demand = demand
      .where('category', '>=', after[0])
      .where(sql<boolean>`(category, ${month}) > (${after[0]}, ${after[1]})`);
  }
  const rows = await demand.execute();
  return rows.map((row) => ({
    category: row.category,
    month: row.month,
    observations: Number(row.observations),
  }));
}

export async function countObservations(db: Db): Promise<number> {
  const { observations } = await db
    .selectFrom('observation')
    .select(({ fn }) => fn.countAll<string>().as('observations'))
    .executeTakeFirstOrThrow();
  return Number(observations);
}
