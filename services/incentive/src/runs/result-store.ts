import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** Results on their way to become versions. */
export const STAGED_RESULTS = 'staged_result';
export const STAGED_RESULT_COLUMNS = [
  'plan_code', 'plan_version', 'component', 'payee_kind', 'payee_code', 'period', 'period_end', 'amount', 'currency', 'facts',
] as const; // prettier-ignore

/** The id of a result follows from what it is the result of: it is the same in every run. A UUID of version 8 (RFC 9562). */
export async function createResultStaging(db: Db): Promise<void> {
  await sql`
    create temporary table staged_result (
      plan_code text collate "C" not null,
      plan_version int not null,
      component text collate "C" not null,
      payee_kind text not null,
      payee_code text collate "C" not null,
      period text collate "C" not null,
      period_end date not null,
      amount bigint not null,
      currency text not null,
      facts jsonb not null,
      result_id uuid not null generated always as (
        overlay(overlay(md5(plan_code || '/' || component || '/' || payee_kind || '/' || period || '/' || payee_code)
          placing '8' from 13) placing '8' from 17)::uuid
      ) stored
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
  await sql`analyze staged_result (result_id)`.execute(db);
  const ofPayees = onlyPayees(calculated);
  await endDiffering(db, runNo, ofPayees);
  await endGone(db, runNo, { calculated, throughDay, ofPayees });
  await dropStanding(db, ofPayees);
  const { numAffectedRows = 0n } = await sql`
    insert into result_version (result_id, plan_code, plan_version, component, payee_kind, payee_code, period, period_end,
      amount, currency, facts, since_run)
    select s.result_id, s.plan_code, s.plan_version, s.component, s.payee_kind, s.payee_code, s.period, s.period_end,
      s.amount, s.currency, s.facts, ${runNo}
    from staged_result s`.execute(db);
  return Number(numAffectedRows);
}

/** Leads a run for few payees to their results, whatever the planner believes of the others. */
function onlyPayees(calculated: readonly Calculated[]): RawBuilder<unknown> {
  const codes = calculated.map(({ payeeCode }) => payeeCode);
  return codes.includes(null) ? sql`` : sql`and r.payee_code = any(${codes}::text[])`;
}

/**
 * What still stands is as it was staged. A statement of its own: one that looked for it in the table it inserts into would scan
 * what it has itself inserted, again and again, where the planner takes that table for empty.
 */
async function dropStanding(db: Db, ofPayees: RawBuilder<unknown>): Promise<void> {
  await sql`
    delete from staged_result s using result_version r
    where r.result_id = s.result_id and r.until_run is null ${ofPayees}`.execute(db);
}

async function endDiffering(db: Db, runNo: number, ofPayees: RawBuilder<unknown>): Promise<void> {
  await sql`
    update result_version r set until_run = ${runNo}
    from staged_result s
    where s.result_id = r.result_id and r.until_run is null ${ofPayees}
      and (r.amount, r.currency, r.plan_version, r.facts)
        is distinct from (s.amount, s.currency, s.plan_version, s.facts)`.execute(db);
}

interface Gone {
  readonly calculated: readonly Calculated[];
  readonly throughDay: string;
  readonly ofPayees: RawBuilder<unknown>;
}

/** What came to nothing is staged as nothing, so that it begins with the others. */
async function endGone(db: Db, runNo: number, { calculated, throughDay, ofPayees }: Gone): Promise<void> {
  await sql`
    with calculated as (
      select * from json_to_recordset(${JSON.stringify(calculated)}::json)
        as c ("planCode" text, "payeeKind" text, "payeeCode" text)
    ), gone as (
      update result_version r set until_run = ${runNo}
      from calculated c
      where r.until_run is null ${ofPayees} and r.plan_code = c."planCode" and r.payee_kind = c."payeeKind"
        and (c."payeeCode" is null or r.payee_code = c."payeeCode")
        and (r.amount <> 0 or r.facts <> '{}') and r.period_end <= ${throughDay}::date
        and not exists (select from staged_result s where s.result_id = r.result_id)
      returning r.*
    )
    insert into staged_result (plan_code, plan_version, component, payee_kind, payee_code, period, period_end, amount, currency, facts)
    select g.plan_code, (select max(version) from plan p where p.code = g.plan_code), g.component, g.payee_kind,
      g.payee_code, g.period, g.period_end, 0, g.currency, '{}'
    from gone g`.execute(db);
}
