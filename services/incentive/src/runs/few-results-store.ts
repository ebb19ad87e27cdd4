import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { type Calculated, STAGED_RESULT_COLUMNS } from './result-store.js';
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
  const payees = calculated.map(({ payeeCode }) => payeeCode);
  const { numAffectedRows = 0n } = await sql`
    with given as materialized (
      select ${GIVEN} from ${rowsOf(rows)}
    ), standing as materialized (
      select ${RESULT}, g.result_id is not null as is_given,
        (r.amount, r.currency, r.plan_version, r.facts) is not distinct from (g.amount, g.currency, g.plan_version, g.facts) as is_same
      from result_version r left join given g on g.result_id = r.result_id
      where r.payee_code = any(${payees}::text[]) and ${STANDS}
    ), gone as materialized (
      ${goneOf(calculated, throughDay)}
    ), ended as (
      update result_version r set until_run = ${runNo}
      from (
        select payee_code, result_id from standing where is_given and not is_same union all select payee_code, result_id from gone
      ) e
      where r.payee_code = e.payee_code and r.result_id = e.result_id and ${STANDS}
      returning r.result_id
    ), begun as (
      select ${GIVEN} from given g where not exists (select from standing r where r.result_id = g.result_id and r.is_same)
      union all
      select ${GIVEN} from gone
    )
    insert into result_version (${GIVEN}, since_run)
    select ${GIVEN}, ${runNo} from begun
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

/**
 * The index by payee finds them; that of all that stand must not be looked into, though the planner may believe that few do when a
 * run has just filled the table.
 */
const STANDS = sql`coalesce(r.until_run, 0) = 0`;

/** Named one by one: a statement that says it wants all columns is not prepared. */
const GIVEN = sql.raw(STAGED_RESULT_COLUMNS.join(', '));
const RESULT = sql.raw(STAGED_RESULT_COLUMNS.map((column) => `r.${column}`).join(', '));

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
