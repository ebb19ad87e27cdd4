import type { PeriodState, PlanPeriod } from './lifecycle.js';
import { type Kysely, sql } from 'kysely';
import { periodNamed } from '../calculation/pay-periods.js';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/**
 * Where a period stands for each plan: of these, or else of all that have results in it, and of those that were calculated for it and
 * have posted an earlier period of its kind: what became of that may be owed though nobody earns anything now.
 */
export async function selectPlanPeriods(
  db: Db,
  { runId, period, plans }: { runId: string; period: string; plans?: readonly string[] | undefined },
): Promise<PlanPeriod[]> {
  const asked = plans
    ? sql`select distinct unnest(${plans}::text[])`
    : sql`
      select plan_code from result_version where period = ${period}
      union
      select p.plan_code from run_period p join calculated_plan c on c.plan_code = p.plan_code
      where p.state = 'posted' and p.period < ${period} and c.through >= ${lastMonthOf(period)}
        and translate(p.period, '123456789', '000000000') = translate(${period}, '123456789', '000000000')`;
  const { rows } = await sql<PlanPeriod>`
    select a.plan_code as "planCode", own.state,
      (select l.run_id from run_period l where l.plan_code = a.plan_code and l.period = ${period}
        and l.state in ('locked', 'posted')) as "lockedBy",
      exists (select from result_version v where v.plan_code = a.plan_code and v.period = ${period}
        and v.since_run > (select run_no from run where run_id = ${runId})) as "isOutdated"
    from (${asked}) a (plan_code)
    left join run_period own on own.run_id = ${runId} and own.plan_code = a.plan_code and own.period = ${period}
    order by a.plan_code`.execute(db);
  return rows;
}

function lastMonthOf(period: string): number {
  const { first, months } = periodNamed(period);
  return first + months - 1;
}

export async function setPeriodState(
  db: Db,
  { runId, period }: { runId: string; period: string },
  plans: readonly string[],
  state: PeriodState,
): Promise<void> {
  if (plans.length === 0) return;
  await db
    .insertInto('run_period')
    .values(plans.map((plan_code) => ({ run_id: runId, plan_code, period, state })))
    .onConflict((conflict) => conflict.columns(['run_id', 'plan_code', 'period']).doUpdateSet({ state }))
    .execute();
}

export interface Posting {
  readonly runId: string;
  readonly period: string;
  readonly plans: readonly string[];
  /** The business day of it. */
  readonly postedOn: string;
  readonly postedAt: Date;
}

/** An earning as it is told. */
export interface Earning {
  readonly resultId: string;
  readonly planCode: string;
  readonly component: string;
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly period: string;
  readonly kind: 'earned' | 'true-up';
  readonly amount: string;
  readonly currency: string;
}

/**
 * Posts what the results of a period, and of all periods posted before, differ by from what was posted of them.
 *
 * The period counts as it was locked. Those before count as of the latest run that was posted for the plan, so that posting runs
 * out of their order never goes back.
 */
export async function insertEarnings(
  db: Db,
  { runId, period, plans, postedOn, postedAt }: Posting,
): Promise<Earning[]> {
  const { rows } = await sql<Earning>`
    with asked as (
      select plan_code, (select run_no from run where run_id = ${runId}) as run_no,
        greatest((select run_no from run where run_id = ${runId}), (
          select max(r.run_no) from run_period p join run r on r.run_id = p.run_id
          where p.plan_code = a.plan_code and p.state = 'posted')) as latest_no
      from unnest(${plans}::text[]) a (plan_code)
    ), due as (
      select v.*, case when v.period = ${period} then 'earned' else 'true-up' end as kind
      from asked a join result_version v on v.plan_code = a.plan_code
      where (v.period = ${period} and v.since_run <= a.run_no and coalesce(v.until_run > a.run_no, true))
        or (v.period <> ${period} and v.since_run <= a.latest_no and coalesce(v.until_run > a.latest_no, true)
          and exists (select from run_period p where p.plan_code = v.plan_code and p.period = v.period and p.state = 'posted'))
    ), posted as (
      select e.result_id, e.currency, sum(e.amount) as amount from earning e
      where e.plan_code = any(${plans}::text[]) group by e.result_id, e.currency
    ), difference as (
      select d.*, d.amount - coalesce(p.amount, 0) as owed from due d
      left join posted p on p.result_id = d.result_id and p.currency = d.currency
    ), written as (
      insert into earning (earning_id, result_id, plan_code, plan_version, component, payee_kind, payee_code, period, period_end,
        posted_period, kind, amount, currency, run_id, posted_on, posted_at)
      select overlay(overlay(md5(result_id::text || ${runId} || ${period}) placing '8' from 13) placing '8' from 17)::uuid, result_id, plan_code, plan_version, component, payee_kind,
        payee_code, period, period_end, ${period}, kind, owed, currency, ${runId}::uuid,
        ${postedOn}::date, ${postedAt}
      from difference where owed <> 0
      returning *
    )
    select result_id as "resultId", plan_code as "planCode", component, payee_kind as "payeeKind", payee_code as "payeeCode",
      period, kind, amount, currency
    from written order by payee_kind, payee_code collate "C", currency, plan_code, component, period`.execute(
    db,
  );
  return rows;
}
