import type { AttractivenessPolicy, MarketProfile } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AttractivenessPolicyTable } from '../db/market-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import { profileOf } from '../profiles/profile-row.js';

type Db = Kysely<TerritoryDb>;
type Row = Omit<Selectable<AttractivenessPolicyTable>, 'set_at'>;

export async function selectPolicyInForce(db: Db): Promise<AttractivenessPolicy | undefined> {
  const row = await db
    .selectFrom('attractiveness_in_force as f')
    .innerJoin('attractiveness_policy as p', (join) =>
      join.onRef('p.code', '=', 'f.code').onRef('p.version', '=', 'f.version'),
    )
    .select(['p.code', 'p.version', 'p.weights'])
    .executeTakeFirst();
  return row && policyOf(row);
}

/** Makes others who set a policy wait until the transaction ends. */
export async function lockPolicyInForce(db: Db): Promise<void> {
  await sql`select from attractiveness_in_force for update`.execute(db);
}

export async function selectLatestPolicy(db: Db, code: string): Promise<AttractivenessPolicy | undefined> {
  const row = await db
    .selectFrom('attractiveness_policy')
    .select(['code', 'version', 'weights'])
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && policyOf(row);
}

/** Puts a version of a policy in force, and keeps it if it is new. */
export async function putInForce(db: Db, policy: AttractivenessPolicy, at: Date): Promise<void> {
  const { code, version, weights } = policy;
  await db
    .insertInto('attractiveness_policy')
    .values({ code, version, weights: JSON.stringify(weights), set_at: at })
    .onConflict((conflict) => conflict.columns(['code', 'version']).doNothing())
    .execute();
  await db.updateTable('attractiveness_in_force').set({ code, version }).execute();
}

function policyOf({ code, version, weights }: Row): AttractivenessPolicy {
  return { code, version, weights: [...weights] };
}

/** All profiles valid on a day; of the territories directly below one of the active model if it is named. */
export async function selectProfilesOn(
  db: Db,
  on: string,
  parentCode: string | undefined,
): Promise<readonly MarketProfile[]> {
  let query = db
    .selectFrom('market_profile')
    .selectAll()
    .where('replaced_at', 'is', null)
    .where('valid_from', '<=', on)
    .where(sql<boolean>`${on}::date <= coalesce(valid_to, 'infinity')`);
  if (parentCode !== undefined) {
    const children = sql<string>`(select t.code from territory t join active_model a on a.model_id = t.model_id
      where t.parent_code = ${parentCode})`;
    query = query.where('territory_code', 'in', children);
  }
  return (await query.execute()).map(profileOf);
}
