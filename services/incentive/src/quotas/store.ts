import type { Quota, QuotaLine } from '@quyu/incentive-contracts';
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
import { KNOWN_QUOTAS } from '../db/known-quotas.js';
import type { IncentiveDb } from '../db/schema.js';
import { periodOf, quarterOf } from '../periods.js';
import { ownerOf } from './quotas.js';

type Db = Kysely<IncentiveDb>;

/** What is set for the payees, sets and quarters of these lines; it cannot change until the transaction ends. */
export async function lockQuotas(db: Db, lines: readonly QuotaLine[]): Promise<QuotaLine[]> {
  const { rows } = await sql<QuotaRow>`
    select q.*
    from quota q
    where (payee_kind, payee_code, quota_set, quarter) in (select kind, code, "set", quarter from ${recordsOf(lines)})
    order by payee_kind, payee_code, quota_set, quarter
    for update`.execute(db);
  return rows.map(({ payee_kind, payee_code, quota_set, quarter, amount, currency }) => ({
    [payee_kind === 'partner' ? 'partnerCode' : 'salespersonCode']: payee_code,
    set: quota_set,
    period: periodOf(quarter),
    amount: money(BigInt(amount), currency),
  }));
}

interface QuotaRow {
  readonly payee_kind: 'partner' | 'salesperson';
  readonly payee_code: string;
  readonly quota_set: string;
  readonly quarter: number;
  readonly amount: string;
  readonly currency: string;
}

/** Payees whose quotas change are calculated again. @param quotas each payee, set and quarter once, in the order of these. */
export async function upsertQuotas(db: Db, quotas: readonly QuotaLine[]): Promise<void> {
  await sql`
    with given as (select * from ${recordsOf(quotas)}), marked as (
      insert into dirty_payee (payee_kind, payee_code) select distinct kind, code from given
    )
    insert into quota (payee_kind, payee_code, quota_set, quarter, amount, currency)
    select kind, code, "set", quarter, amount, currency from given
    on conflict (payee_kind, payee_code, quota_set, quarter) do update
      set amount = excluded.amount, currency = excluded.currency`.execute(db);
}

function recordsOf(lines: readonly QuotaLine[]) {
  const records = lines.map((line) => ({
    ...ownerOf(line),
    ...line.amount,
    quarter: quarterOf(line.period),
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
    as r (kind text, code text, "set" text, quarter int, amount bigint, currency text)`;
}

export interface QuotaFilter extends PageQuery {
  readonly payeeKind?: 'partner' | 'salesperson' | undefined;
  readonly payeeCode?: string | undefined;
  readonly set?: string | undefined;
  readonly period?: string | undefined;
}

/** Quotas as plans see them, by kind and code of the payee, set, quarter and currency. */
export async function selectQuotas(db: Db, filter: QuotaFilter): Promise<Page<Quota>> {
  const { cursor, limit = PAGE_DEFAULT, payeeKind, payeeCode, set, period } = filter;
  const after = readCursor(cursor, CURSOR);
  const { rows } = await sql<QuotaRow & { readonly given: Quota['from'] }>`
    select * from ${KNOWN_QUOTAS} q
    where ${payeeKind === undefined ? sql`true` : sql`payee_kind = ${payeeKind}`}
      ${payeeCode === undefined ? sql`` : sql`and payee_code = ${payeeCode}`}
      ${set === undefined ? sql`` : sql`and quota_set = ${set}`}
      ${period === undefined ? sql`` : sql`and quarter = ${quarterOf(period)}`}
      ${after ? sql`and (payee_kind, payee_code, quota_set, quarter, currency) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]}::int, ${after[4]})` : sql``}
    order by payee_kind, payee_code, quota_set, quarter, currency
    limit ${limit + 1}`.execute(db);
  return pageFrom(rows.map(quotaOf), limit, (quota) => [
    quota.payeeKind,
    quota.payeeCode,
    quota.set,
    String(quarterOf(quota.period)),
    quota.currency,
  ]);
}

const CURSOR = [cursorPart.text, cursorPart.text, cursorPart.text, cursorPart.int, cursorPart.text] as const;

function quotaOf(row: QuotaRow & { readonly given: Quota['from'] }): Quota {
  const { payee_kind: payeeKind, payee_code: payeeCode, quota_set: set, quarter, amount, currency } = row;
  return { payeeKind, payeeCode, set, period: periodOf(quarter), amount, currency, from: row.given };
}
