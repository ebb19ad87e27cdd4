import type { Result } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { IncentiveDb, ResultTable } from '../db/schema.js';
import { periodOf, type Quarter, quartersOfYear } from '../periods.js';

type Db = Kysely<IncentiveDb>;

/** A result as it is kept: what its trace is made of instead of the trace. */
export type KeptResult = Omit<Result, 'trace'> & { readonly facts: Readonly<Record<string, unknown>> };

export interface ResultFilter {
  readonly quarter?: Quarter | undefined;
  readonly component?: string | undefined;
  readonly payeeCode?: string | undefined;
}

/** Results in the order of their ids, which is that of their first calculation. */
export async function selectResults(
  db: Db,
  filter: ResultFilter,
  after: string | undefined,
  limit: number,
): Promise<KeptResult[]> {
  let query = db.selectFrom('result').selectAll().orderBy('result_id').limit(limit);
  if (after !== undefined) query = query.where('result_id', '>', after);
  if (filter.quarter !== undefined) query = query.where('quarter', '=', filter.quarter);
  if (filter.component !== undefined) query = query.where('component', '=', filter.component);
  if (filter.payeeCode !== undefined) query = query.where('payee_code', '=', filter.payeeCode);
  return (await query.execute()).map(keptResultOf);
}

export async function selectResult(db: Db, resultId: string): Promise<KeptResult | undefined> {
  const row = await db.selectFrom('result').selectAll().where('result_id', '=', resultId).executeTakeFirst();
  return row && keptResultOf(row);
}

function keptResultOf(row: Selectable<ResultTable>): KeptResult {
  return {
    resultId: row.result_id,
    planCode: row.plan_code,
    planVersion: row.plan_version,
    component: row.component,
    payeeKind: row.payee_kind,
    payeeCode: row.payee_code,
    period: periodOf(row.quarter),
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
  const { first, last } = quartersOfYear(year);
  const { rows } = await sql<RewardTotal>`
    select component, currency, sum(amount)::text as total,
      coalesce(sum(amount) filter (where quarter between ${first} and ${last}), 0)::text as "ofYear",
      count(*) filter (where amount <> 0)::int as results
    from result
    group by component, currency
    order by component, currency`.execute(db);
  return rows;
}
