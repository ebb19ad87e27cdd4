import type { Plan, StatementSummary, TransferKind } from '@quyu/incentive-contracts';
import {
  cursorPart,
  money,
  type Page,
  PAGE_DEFAULT,
  pageFrom,
  type PageQuery,
  readCursor,
} from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { Standing } from './statements.js';

type Db = Kysely<IncentiveDb>;

export interface Payee {
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
}

/** First and last day. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The name of a payee; its code when it is known by its accounts only, undefined when it is not known. */
export async function selectPayeeName(db: Db, { payeeKind, payeeCode }: Payee): Promise<string | undefined> {
  const { rows } = await sql<{ name: string | null }>`
    select name from ${sql.table(payeeKind)} where code = ${payeeCode}
    union all
    (select null from payee_account where payee_kind = ${payeeKind} and payee_code = ${payeeCode} limit 1)`.execute(db);
  return rows.length === 0 ? undefined : (rows.find(({ name }) => name !== null)?.name ?? payeeCode);
} // prettier-ignore

/** What was owed before a day, by currency. */
export async function selectOpenings(db: Db, { payeeKind, payeeCode }: Payee, before: string): Promise<Map<string, Standing>> {
  const { rows } = await sql<{ currency: string; payable: string; held: string }>`
    select currency, coalesce(sum(amount) filter (where account = 'payable'), 0)::text as payable,
      coalesce(sum(amount) filter (where account = 'held'), 0)::text as held
    from account_entry
    where payee_kind = ${payeeKind} and payee_code = ${payeeCode} and booked_on < ${before}::date
    group by currency`.execute(db);
  return new Map(rows.map(({ currency, payable, held }) => [currency, { payable: BigInt(payable), held: BigInt(held) }]));
} // prettier-ignore

export interface MovedRow {
  readonly transferId: string;
  readonly bookedOn: string;
  readonly kind: TransferKind;
  readonly currency: string;
  readonly payable: string;
  readonly held: string;
  readonly reason: string | null;
  readonly resultId: string | null;
  readonly planCode: string;
  readonly planVersion: number;
  readonly component: string;
  readonly period: string;
  readonly earningKind: 'earned' | 'true-up';
  /** The result that the earning belongs to, as it was posted then. */
  readonly result: string;
  readonly facts: Readonly<Record<string, unknown>> | null;
}

/** What moved, in the order of its booking; of an accrual with its earning and the version of the result it was posted of. */
export async function selectMoved(
  db: Db,
  { payeeKind, payeeCode }: Payee,
  { from, to }: Days,
  limit: number,
): Promise<MovedRow[]> {
  const { rows } = await sql<MovedRow>`
    select t.transfer_id as "transferId", t.booked_on::text as "bookedOn", t.kind, t.currency, m.payable, m.held,
      case when t.kind = 'accrue' then null else t.reason end as reason,
      e.result_id as "resultId", e.plan_code as "planCode", e.plan_version as "planVersion", e.component, e.period,
      e.kind as "earningKind", e.result::text as result, v.facts
    from transfer t
    cross join lateral (
      select coalesce(sum(amount) filter (where account = 'payable'), 0)::text as payable,
        coalesce(sum(amount) filter (where account = 'held'), 0)::text as held
      from account_entry where transfer_id = t.transfer_id
    ) m
    left join lateral (
      select own.*, (
        select sum(p.amount) from earning p
        where p.result_id = own.result_id and p.currency = own.currency
          and (p.posted_at, p.earning_id) <= (own.posted_at, own.earning_id)
      ) as result
      from earning own where own.earning_id = case when t.kind = 'accrue' then t.reference::uuid end
    ) e on true
    left join lateral (
      select facts from result_version v
      where v.result_id = e.result_id and v.currency = e.currency and v.amount = e.result
      order by v.plan_version = e.plan_version desc, v.since_run desc
      limit 1
    ) v on true
    where t.payee_kind = ${payeeKind} and t.payee_code = ${payeeCode} and t.booked_on between ${from}::date and ${to}::date
    order by t.currency, t.booked_on, t.kind <> 'accrue', e.period, e.plan_code, e.component, e.kind, t.transfer_id
    limit ${limit}`.execute(db);
  return rows;
}

/** Plans by code and version. */
export async function selectPlanVersions(db: Db, rows: readonly Pick<MovedRow, 'planCode' | 'planVersion'>[]): Promise<Plan[]> {
  if (rows.length === 0) return [];
  const found = await db
    .selectFrom('plan')
    .selectAll()
    .where('code', 'in', [...new Set(rows.map(({ planCode }) => planCode))])
    .execute();
  return found.map(({ code, version, terms }) => ({ code, version, ...terms }));
} // prettier-ignore

/** Accounts with a balance before the period, or movements in it. */
export async function pageOfSummaries(db: Db, { from, to }: Days, { cursor, limit = PAGE_DEFAULT }: PageQuery): Promise<Page<StatementSummary>> {
  const [kind = '', code = '', currency = ''] = readCursor(cursor, [cursorPart.text, cursorPart.text, cursorPart.text]) ?? [];
  const { rows } = await sql<Payee & Record<'currency' | 'opening' | 'moved', string>>`
    select payee_kind as "payeeKind", payee_code as "payeeCode", currency,
      coalesce(sum(amount) filter (where booked_on < ${from}::date), 0)::text as opening,
      coalesce(sum(amount) filter (where booked_on >= ${from}::date), 0)::text as moved
    from account_entry
    where account in ('payable', 'held') and booked_on <= ${to}::date
      and (payee_kind, payee_code, currency) > (${kind}, ${code}, ${currency})
    group by payee_kind, payee_code, currency
    having sum(amount) filter (where booked_on < ${from}::date) <> 0 or bool_or(booked_on >= ${from}::date)
    order by payee_kind, payee_code, currency
    limit ${limit + 1}`.execute(db);
  const summaries = rows.map(({ opening, moved, ...payee }) => ({
    ...payee,
    opening: money(BigInt(opening), payee.currency),
    moved: money(BigInt(moved), payee.currency),
    closing: money(BigInt(opening) + BigInt(moved), payee.currency),
  }));
  return pageFrom(summaries, limit, (each) => [each.payeeKind, each.payeeCode, each.currency]);
} // prettier-ignore
