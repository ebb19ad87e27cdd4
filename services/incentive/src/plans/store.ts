import type { Plan, PlanDraft } from '@quyu/incentive-contracts';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { termsOf } from './plans.js';

type Db = Kysely<IncentiveDb>;

/** Keeps others from setting plans until the transaction ends: two at once would make the same version. */
export async function claimPlans(db: Db): Promise<void> {
  await sql`lock table plan in share row exclusive mode`.execute(db);
}

/** A plan in its latest version, if there is one. */
export async function selectPlan(db: Db, code: string): Promise<Plan | undefined> {
  const row = await db
    .selectFrom('plan')
    .select(['code', 'version', 'terms'])
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && planOf(row);
}

/** Every plan in its latest version, by code. */
export async function selectLatestPlans(db: Db): Promise<Plan[]> {
  const rows = await db
    .selectFrom('plan')
    .distinctOn('code')
    .select(['code', 'version', 'terms'])
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(planOf);
}

/** Named versions of plans. */
export async function selectVersions(
  db: Db,
  versions: readonly { readonly code: string; readonly version: number }[],
): Promise<Plan[]> {
  const codes = versions.map(({ code }) => code);
  const numbers = versions.map(({ version }) => version);
  const rows = await db
    .selectFrom('plan')
    .select(['code', 'version', 'terms'])
    .where(sql<boolean>`(code, version) in (select * from unnest(${codes}::text[], ${numbers}::int[]))`)
    .execute();
  return rows.map(planOf);
}

export async function insertPlan(db: Db, plan: Plan, setAt: Date): Promise<void> {
  const { code, version } = plan;
  await db
    .insertInto('plan')
    .values({ code, version, terms: JSON.stringify(termsOf(plan)), set_at: setAt })
    .execute();
}

function planOf({ code, version, terms }: { code: string; version: number; terms: PlanDraft }): Plan {
  return { code, version, ...terms };
}
