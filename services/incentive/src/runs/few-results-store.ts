import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { Calculated } from './result-store.js';
import type { ResultRow } from './staged-results.js';

type Db = Kysely<IncentiveDb>;

/** Results of more payees are compared with what stands by way of a table. */
export const FEW_PAYEES = 500;

interface Kept {
  readonly calculated: readonly Calculated[];
  readonly throughDay: string;
  readonly rows: readonly ResultRow[];
}

/**
 * Makes versions of results of few payees, as `mergeStaged` does of many: ends those that differ or are no longer given, and begins
 * others. One statement, for a run after a few sales is a matter of milliseconds.
 *
 * @returns how many versions have begun.
 */
export async function mergeFew(
  db: Db,
  runNo: number,
  { calculated, throughDay, rows }: Kept,
): Promise<number> {
  // The index by payee finds them; that of all that stand must not be looked into, though the planner may believe that few do when a
  // run has just filled the table.
  const standing = sql`coalesce(r.until_run, 0) = 0
    and r.payee_code = any(${calculated.map(({ payeeCode }) => payeeCode)}::text[])`;
  const { numAffectedRows = 0n } = await sql`
    with given as materialized (
      select * from ${rowsOf(rows)}
    ), standing as materialized (
      select r.*, g.result_id is not null as is_given,
        (r.amount, r.currency, r.plan_version, r.facts) is not distinct from (g.amount, g.currency, g.plan_version, g.facts) as is_same
      from result_version r left join given g on g.result_id = r.result_id
      where ${standing}
    ), gone as materialized (
      ${goneOf(calculated, throughDay)}
    ), ended as (
      update result_version r set until_run = ${runNo}
      where ${standing} and r.result_id in (
        select result_id from standing where is_given and not is_same union all select result_id from gone
      )
      returning r.result_id
    ), begun as (
      select * from given g where not exists (select from standing r where r.result_id = g.result_id and r.is_same)
      union all
      select * from gone
    )
    insert into result_version (result_id, plan_code, plan_version, component, payee_kind, payee_code, period, period_end,
      amount, currency, facts, since_run)
    select b.*, ${runNo} from begun b
    -- One version of a result stands at a time: those before end first, for they are counted.
    where (select count(*) from ended) >= 0`.execute(db);
  return Number(numAffectedRows);
}

/** What stands and is no longer given, as the nothing that it comes to. */
function goneOf(calculated: readonly Calculated[], throughDay: string): RawBuilder<unknown> {
  return sql`
    select r.result_id, r.plan_code, (select max(version) from plan p where p.code = r.plan_code) as plan_version, r.component,
      r.payee_kind, r.payee_code, r.period, r.period_end, 0::bigint as amount, r.currency, '{}'::jsonb as facts
    from standing r
    join json_to_recordset(${JSON.stringify(calculated)}::json) as c ("planCode" text, "payeeKind" text, "payeeCode" text)
      on c."planCode" = r.plan_code and c."payeeKind" = r.payee_kind and c."payeeCode" = r.payee_code
    where not r.is_given and (r.amount <> 0 or r.facts <> '{}') and r.period_end <= ${throughDay}::date`;
}

/** Rows as a relation: one parameter, whatever their number. */
function rowsOf(rows: readonly ResultRow[]) {
  return sql`json_to_recordset(${JSON.stringify(rows.map(columnsOf))}::json) as g (result_id uuid, plan_code text, plan_version int,
    component text, payee_kind text, payee_code text, period text, period_end date, amount bigint, currency text, facts jsonb)`;
}

function columnsOf(row: ResultRow) {
  const { resultId, planCode, planVersion, payeeKind, payeeCode, periodEnd, ...same } = row;
  return {
    ...same,
    result_id: resultId,
    plan_code: planCode,
    plan_version: planVersion,
    payee_kind: payeeKind,
    payee_code: payeeCode,
    period_end: periodEnd,
  };
}
