import type { QuotaLine } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { periodOf, quarterOf } from '../periods.js';

type Db = Kysely<IncentiveDb>;

/** What is set for the people and quarters of these lines; it cannot change until the transaction ends. */
export async function lockQuotas(db: Db, lines: readonly QuotaLine[]): Promise<QuotaLine[]> {
  const people = lines.map(({ salespersonCode }) => salespersonCode);
  const quarters = lines.map(({ period }) => quarterOf(period));
  const { rows } = await sql<{ code: string; quarter: number; amount: string; currency: string }>`
    select salesperson_code as code, quarter, amount, currency
    from quota
    where (salesperson_code, quarter) in (select * from unnest(${people}::text[], ${quarters}::int[]))
    order by salesperson_code, quarter
    for update`.execute(db);
  return rows.map(({ code, quarter, amount, currency }) => ({
    salespersonCode: code,
    period: periodOf(quarter),
    amount: money(BigInt(amount), currency),
  }));
}

/** @param quotas each person and quarter once, in the order of these. */
export async function upsertQuotas(db: Db, quotas: readonly QuotaLine[]): Promise<void> {
  const people = quotas.map(({ salespersonCode }) => salespersonCode);
  const quarters = quotas.map(({ period }) => quarterOf(period));
  const amounts = quotas.map(({ amount }) => amount.amount);
  const currencies = quotas.map(({ amount }) => amount.currency);
  await sql`
    insert into quota (salesperson_code, quarter, amount, currency)
    select * from unnest(${people}::text[], ${quarters}::int[], ${amounts}::bigint[], ${currencies}::text[])
    on conflict (salesperson_code, quarter) do update
      set amount = excluded.amount, currency = excluded.currency`.execute(db);
  await sql`
    insert into dirty_payee (payee_kind, payee_code)
    select distinct 'salesperson', code from unnest(${people}::text[]) c (code)`.execute(db);
}
