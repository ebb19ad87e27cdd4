import type { Difference } from '@quyu/incentive-contracts';
import { type Money, money } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** Two moments: results as they stood after each of two runs. */
export interface Moments {
  readonly from: number;
  readonly to: number;
}

/** Only a result that began or ended a version between the two can differ. */
const differing = ({ from, to }: Moments) => sql`
  moved as (
    select distinct result_id from result_version
    where since_run between ${Math.min(from, to) + 1} and ${Math.max(from, to)}
      or until_run between ${Math.min(from, to) + 1} and ${Math.max(from, to)}
  ), stood as (
    select m.result_id, b.amount as before, b.currency as before_currency, a.amount as after, a.currency as after_currency
    from moved m
    left join result_version b on b.result_id = m.result_id and b.since_run <= ${from} and coalesce(b.until_run > ${from}, true)
      and b.amount <> 0
    left join result_version a on a.result_id = m.result_id and a.since_run <= ${to} and coalesce(a.until_run > ${to}, true)
      and a.amount <> 0
  ), differing as (
    select * from stood where (before, before_currency) is distinct from (after, after_currency)
  )`;

type Row = Omit<Difference, 'before' | 'after'> &
  Record<'before' | 'beforeCurrency' | 'after' | 'afterCurrency', string | null>;

export async function selectDifferences(
  db: Db,
  moments: Moments,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<Difference[]> {
  const { rows } = await sql<Row>`
    with ${differing(moments)}
    select d.result_id as "resultId", v.plan_code as "planCode", v.component, v.payee_kind as "payeeKind",
      v.payee_code as "payeeCode", v.period, d.before::text as before, d.before_currency as "beforeCurrency",
      d.after::text as after, d.after_currency as "afterCurrency"
    from differing d
    cross join lateral (select * from result_version v where v.result_id = d.result_id limit 1) v
    ${after === undefined ? sql`` : sql`where d.result_id > ${after}::uuid`}
    order by d.result_id limit ${limit}`.execute(db);
  return rows.map(({ before, beforeCurrency, after: now, afterCurrency, ...result }) => {
    return { ...result, before: moneyOf(before, beforeCurrency), after: moneyOf(now, afterCurrency) };
  });
}

function moneyOf(amount: string | null, currency: string | null): Money | null {
  return amount === null || currency === null ? null : money(BigInt(amount), currency);
}

export async function totalDifferences(db: Db, moments: Moments): Promise<{ results: number; before: Money; after: Money }[]> {
  const { rows } = await sql<{ currency: string; results: number; before: string; after: string }>`
    with ${differing(moments)}
    select currency, count(distinct result_id)::int as results, coalesce(sum(before), 0)::text as before, coalesce(sum(after), 0)::text as after
    from (
      select result_id, before_currency as currency, before, null::bigint as after from differing where before is not null
      union all
      select result_id, after_currency, null, after from differing where after is not null
    ) d
    group by currency order by currency`.execute(db);
  return rows.map(({ currency, results, before, after }) => {
    return { results, before: money(BigInt(before), currency), after: money(BigInt(after), currency) };
  });
} // prettier-ignore

/** The place of a run among all that have calculated; null while it has not, undefined when there is none. */
export async function selectRunNumber(db: Db, runId: string): Promise<number | null | undefined> {
  const row = await db.selectFrom('run').select('run_no').where('run_id', '=', runId).executeTakeFirst();
  return row?.run_no;
}
