import type { ScreeningPolicy } from '@quyu/partner-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { PartnerDb, ScreeningPolicyTable } from '../db/schema.js';

type Db = Kysely<PartnerDb>;

export async function selectPolicyInForce(db: Db): Promise<ScreeningPolicy | undefined> {
  const row = await db
    .selectFrom('policy_in_force as f')
    .innerJoin('screening_policy as p', (join) =>
      join.onRef('p.code', '=', 'f.code').onRef('p.version', '=', 'f.version'),
    )
    .selectAll('p')
    .executeTakeFirst();
  return row && policyOf(row);
}

/** Makes others who set a policy wait until the transaction ends. */
export async function lockPolicyInForce(db: Db): Promise<void> {
  await sql`select from policy_in_force for update`.execute(db);
}

export async function selectLatestPolicy(db: Db, code: string): Promise<ScreeningPolicy | undefined> {
  const row = await db
    .selectFrom('screening_policy')
    .selectAll()
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && policyOf(row);
}

/** Puts a version of a policy in force, and keeps it if it is new. */
export async function putInForce(db: Db, policy: ScreeningPolicy, at: Date): Promise<void> {
  const { code, version, asOfYear, passMark, indicators } = policy;
  await db
    .insertInto('screening_policy')
    .values({
      code,
      version,
      as_of_year: asOfYear,
      pass_mark: passMark,
      indicators: JSON.stringify(indicators),
      set_at: at,
    })
    .onConflict((conflict) => conflict.columns(['code', 'version']).doNothing())
    .execute();
  await db.updateTable('policy_in_force').set({ code, version }).execute();
}

function policyOf(row: Selectable<ScreeningPolicyTable>): ScreeningPolicy {
  return {
    code: row.code,
    version: row.version,
    asOfYear: row.as_of_year,
    passMark: row.pass_mark,
    indicators: row.indicators,
  };
}
