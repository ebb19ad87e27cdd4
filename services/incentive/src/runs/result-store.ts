import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** Results on their way to become versions. */
export const STAGED_RESULTS = 'staged_result';
export const STAGED_RESULT_COLUMNS = [
  'result_id', 'plan_code', 'plan_version', 'component', 'payee_kind', 'payee_code', 'period', 'period_end', 'amount', 'currency',
  'facts',
] as const; // prettier-ignore

export async function createResultStaging(db: Db): Promise<void> {
  await sql`
    create temporary table staged_result (
      result_id uuid not null,
      plan_code text collate "C" not null,
      plan_version int not null,
      component text collate "C" not null,
      payee_kind text not null,
      payee_code text collate "C" not null,
      period text collate "C" not null,
      period_end date not null,
      amount bigint not null,
      currency text not null,
      facts jsonb not null
    ) on commit drop`.execute(db);
}

/** Whose results a run gives anew: what it does not give any more comes to nothing. */
export interface Calculated {
  readonly planCode: string;
  readonly payeeKind: string;
  readonly payeeCode: string | null;
}

/**
 * Makes versions of what was staged: ends those that differ or are no longer given, and begins others.
 *
 * @returns how many versions have begun.
 */
export async function mergeStaged(
  db: Db,
  runNo: number,
  calculated: readonly Calculated[],
  throughDay: string,
): Promise<number> {
  // Nobody else counts what is in a temporary table.
  await sql`analyze staged_result (result_id)`.execute(db);
  await endDiffering(db, runNo);
  await endGone(db, runNo, calculated, throughDay);
  await dropStanding(db);
  return beginStaged(db, runNo);
}

/** Makes room for more. */
export async function clearStaged(db: Db): Promise<void> {
  await sql`truncate staged_result`.execute(db);
}

/** Begins versions of what is staged. @returns how many they are. */
export async function beginStaged(db: Db, runNo: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into result_version (result_id, plan_code, plan_version, component, payee_kind, payee_code, period, period_end,
      amount, currency, facts, since_run)
    select s.result_id, s.plan_code, s.plan_version, s.component, s.payee_kind, s.payee_code, s.period, s.period_end,
      s.amount, s.currency, s.facts, ${runNo}
    from staged_result s`.execute(db);
  return Number(numAffectedRows);
}

/** Whether there is anything to compare with. */
export async function doAnyStand(db: Db): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`
    select exists (select from result_version where until_run is null) as some`.execute(db);
  return rows[0]!.some;
}

/**
 * What still stands is as it was staged. A statement of its own: one that looked for it in the table it inserts into would scan
 * what it has itself inserted, again and again, where the planner takes that table for empty.
 */
async function dropStanding(db: Db): Promise<void> {
  await sql`
    delete from staged_result s using result_version r
    where r.result_id = s.result_id and r.until_run is null`.execute(db);
}

async function endDiffering(db: Db, runNo: number): Promise<void> {
  await sql`
    update result_version r set until_run = ${runNo}
    from staged_result s
    where s.result_id = r.result_id and r.until_run is null
      and (r.amount, r.currency, r.plan_version, r.facts)
        is distinct from (s.amount, s.currency, s.plan_version, s.facts)`.execute(db);
}

/** What came to nothing is staged as nothing, so that it begins with the others. */
async function endGone(
  db: Db,
  runNo: number,
  calculated: readonly Calculated[],
  throughDay: string,
): Promise<void> {
  await sql`
    with calculated as (
      select * from json_to_recordset(${JSON.stringify(calculated)}::json)
        as c ("planCode" text, "payeeKind" text, "payeeCode" text)
    ), gone as (
      update result_version r set until_run = ${runNo}
      where r.until_run is null
        -- Two lists that are looked up, not one to be joined: each result would be compared with each payee.
        and ((r.plan_code, r.payee_kind) in (select "planCode", "payeeKind" from calculated where "payeeCode" is null)
          or (r.plan_code, r.payee_kind, r.payee_code) in (select "planCode", "payeeKind", "payeeCode" from calculated where "payeeCode" is not null))
        and (r.amount <> 0 or r.facts <> '{}') and r.period_end <= ${throughDay}::date
        and not exists (select from staged_result s where s.result_id = r.result_id)
      returning r.*
    )
    insert into staged_result (result_id, plan_code, plan_version, component, payee_kind, payee_code, period, period_end, amount,
      currency, facts)
    select g.result_id, g.plan_code, (select max(version) from plan p where p.code = g.plan_code), g.component, g.payee_kind,
      g.payee_code, g.period, g.period_end, 0, g.currency, '{}'
    from gone g`.execute(db);
}
