import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import type { TakeOver } from './changes.js';
import { type Account, placeAccount, type Placed } from './placement.js';
import { selectAccountsAfter } from './store.js';

type Db = Kysely<TerritoryDb>;

/** Accounts that are read, placed and written at a time: bounds the memory of an activation, however many there are. */
const BATCH = 5000;

/** Every known account with the place that a model gives it, in the order of their ids, batch by batch. Nothing is written. */
export async function* placeAll(
  db: Db,
  { model, mode, touches }: TakeOver,
): AsyncGenerator<readonly Placed[], void, undefined> {
  let accounts: readonly Account[] = [];
  do {
    accounts = await selectAccountsAfter(db, accounts.at(-1)?.subjectId, BATCH);
    yield accounts.map((account) =>
      touches(account) ? placeAccount(model, account, mode) : leave(account, model.modelId),
    );
  } while (accounts.length === BATCH);
}

function leave({ subjectId, code, place, by }: Account, modelId: string): Placed {
  if (place === null)
    throw new TypeError(`account "${code}" has no place that model ${modelId} could leave it`);
  return { subjectId, code, place, by, before: place, moved: false, changed: false, droppedPin: false };
}

/** Territories that accounts are in and a model does not have, with how many they are; at most `limit` of them. */
export async function selectLostTerritories(
  db: Db,
  modelId: string,
  limit: number,
): Promise<readonly { readonly code: string; readonly accounts: number }[]> {
  const { rows } = await sql<{ code: string; accounts: number }>`
    select territory_code as code, count(*)::int as accounts from assignment a
    where status = 'assigned' and not exists (
      select from territory t where t.model_id = ${modelId}::uuid and t.code = a.territory_code
    )
    group by territory_code order by territory_code limit ${limit}
  `.execute(db);
  return rows;
}
