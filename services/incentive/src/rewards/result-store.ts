import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { Quarter } from '../periods.js';
import type { LiveComponent } from './run.js';
import type { Reward } from './rewards.js';

type Db = Kysely<IncentiveDb>;

/** A result that others are to be told of. */
export interface ChangedResult {
  readonly resultId: string;
  readonly planCode: string;
  readonly planVersion: number;
  readonly component: string;
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly quarter: Quarter;
  readonly amount: string;
  readonly currency: string;
}

const CHANGED = sql`r.result_id as "resultId", r.plan_code as "planCode", r.plan_version as "planVersion",
  r.component, r.payee_kind as "payeeKind", r.payee_code as "payeeCode", r.quarter, r.amount, r.currency`;

/**
 * Keeps calculated rewards: only what differs from what is there is written, and a reward of nothing only where there
 * was one before. A result keeps its id for good.
 *
 * @returns the results whose amount is new, or is given by another version of the plan.
 */
export async function upsertRewards(
  db: Db,
  rewards: readonly Reward[],
  run: { readonly runId: string; readonly newId: () => string },
): Promise<ChangedResult[]> {
  const rows = rewards.map((reward) => ({ ...reward, amount: reward.amount.toString(), id: run.newId() }));
  const { rows: changed } = await sql<ChangedResult>`
    with reward as (
      select id, "planCode", "planVersion", component, "payeeKind", "payeeCode", quarter, amount, currency, facts
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, "planCode" text, "planVersion" int,
        component text, "payeeKind" text, "payeeCode" text, quarter int, amount bigint, currency text, facts jsonb)
    ), written as (
      insert into result as r (result_id, plan_code, plan_version, component, payee_kind, payee_code, quarter,
        amount, currency, facts, run_id)
      select w.*, ${run.runId}::uuid from reward w
      where w.amount <> 0 or exists (
        select from result old
        where old.plan_code = w."planCode" and old.component = w.component and old.payee_kind = w."payeeKind"
          and old.payee_code = w."payeeCode" and old.quarter = w.quarter
      )
      on conflict (plan_code, component, payee_kind, payee_code, quarter) do update set
        plan_version = excluded.plan_version, amount = excluded.amount, currency = excluded.currency,
        facts = excluded.facts,
        run_id = case when (r.amount, r.currency) is distinct from (excluded.amount, excluded.currency)
            or (r.plan_version <> excluded.plan_version and r.amount <> 0)
          then excluded.run_id else r.run_id end
      where (r.amount, r.currency, r.plan_version, r.facts)
        is distinct from (excluded.amount, excluded.currency, excluded.plan_version, excluded.facts)
      returning *
    )
    select ${CHANGED} from written r
    where r.run_id = ${run.runId}
    order by r.result_id`.execute(db);
  return changed;
}

/**
 * Brings results to nothing that no plan gives any more: their component has left the plan, or the quarter its dates.
 *
 * @param versions the version in force of every plan.
 * @returns at most `limit` of them.
 */
export async function retireResults(
  db: Db,
  live: readonly LiveComponent[],
  versions: Readonly<Record<string, number>>,
  run: { readonly runId: string; readonly limit: number },
): Promise<ChangedResult[]> {
  const { rows } = await sql<ChangedResult>`
    with live as (
      select * from json_to_recordset(${JSON.stringify(live)}::json)
        as l ("planCode" text, component text, "payeeKind" text, first int, last int)
    ), retired as (
      select old.result_id from result old
      where old.amount <> 0 and not exists (
        select from live l
        where l."planCode" = old.plan_code and l.component = old.component and l."payeeKind" = old.payee_kind
          and old.quarter >= l.first and (l.last is null or old.quarter <= l.last)
      )
      order by old.result_id
      limit ${run.limit}
    )
    update result r
    set amount = 0, facts = '{}', run_id = ${run.runId},
      plan_version = (${JSON.stringify(versions)}::jsonb ->> r.plan_code)::int
    from retired
    where r.result_id = retired.result_id
    returning ${CHANGED}`.execute(db);
  return rows;
}

/** How many results there are, and how many of them others were told of by this run. */
export async function countResults(db: Db, runId: string): Promise<{ results: number; changed: number }> {
  const { rows } = await sql<{ results: number; changed: number }>`
    select count(*) filter (where amount <> 0)::int as results,
      count(*) filter (where run_id = ${runId})::int as changed
    from result`.execute(db);
  return rows[0]!;
}

/** @returns the run as it was completed first, if it was before. */
export async function insertRun(
  db: Db,
  run: {
    readonly runId: string;
    readonly results: number;
    readonly changed: number;
    readonly completedAt: Date;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('run')
    .values({ run_id: run.runId, results: run.results, changed: run.changed, completed_at: run.completedAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
