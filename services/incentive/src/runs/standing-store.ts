import type { Result } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ResultVersionTable } from '../db/run-schema.js';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** A result as it is kept: what its trace is made of instead of the trace. */
export type KeptResult = Omit<Result, 'trace'> & { readonly facts: Readonly<Record<string, unknown>> };

export interface ResultFilter {
  readonly period?: string | undefined;
  readonly component?: string | undefined;
  readonly payeeCode?: string | undefined;
}

/** Results as they stand, in the order of their ids. */
export async function selectResults(
  db: Db,
  filter: ResultFilter,
  after: string | undefined,
  limit: number,
): Promise<KeptResult[]> {
  let query = db.selectFrom('result_version').selectAll().where('until_run', 'is', null);
  if (after !== undefined) query = query.where('result_id', '>', after);
  if (filter.period !== undefined) query = query.where('period', '=', filter.period);
  if (filter.component !== undefined) query = query.where('component', '=', filter.component);
  if (filter.payeeCode !== undefined) query = query.where('payee_code', '=', filter.payeeCode);
  return (await query.orderBy('result_id').limit(limit).execute()).map(keptResultOf);
}

export async function selectResult(db: Db, resultId: string): Promise<KeptResult | undefined> {
  const row = await db
    .selectFrom('result_version')
    .selectAll()
    .where('result_id', '=', resultId)
    .where('until_run', 'is', null)
    .executeTakeFirst();
  return row && keptResultOf(row);
}

function keptResultOf(row: Selectable<ResultVersionTable>): KeptResult {
  return {
    resultId: row.result_id,
    planCode: row.plan_code,
    planVersion: row.plan_version,
    component: row.component,
    payeeKind: row.payee_kind,
    payeeCode: row.payee_code,
    period: row.period,
    amount: money(BigInt(row.amount), row.currency),
    facts: row.facts,
  };
}

export interface RewardTotal {
  readonly component: string;
  readonly currency: string;
  readonly total: string;
  readonly ofYear: string;
  readonly results: number;
}

/** Rewards by component, and by currency where a component pays in several. */
export async function totalResults(db: Db, year: number): Promise<RewardTotal[]> {
  const { rows } = await sql<RewardTotal>`
    select component, currency, sum(amount)::text as total,
      coalesce(sum(amount) filter (where extract(year from period_end) = ${year}), 0)::text as "ofYear",
      count(*) filter (where amount <> 0)::int as results
    from result_version
    where until_run is null
    group by component, currency
    order by component, currency`.execute(db);
  return rows;
}
