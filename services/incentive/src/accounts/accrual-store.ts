import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

/**
 * Books what a run has posted: one transfer an earning, exactly once, however often it is asked for.
 *
 * @returns how many were booked.
 */
export async function accrueEarnings(db: Kysely<IncentiveDb>, runId: string): Promise<number> {
  await sql`
    insert into payee_account (payee_kind, payee_code, currency)
    select distinct payee_kind, payee_code, currency from earning where run_id = ${runId}::uuid and amount <> 0
    order by payee_kind, payee_code, currency
    on conflict do nothing`.execute(db);
  const { rows } = await sql<{ booked: number }>`
    with booked as (
      insert into transfer (transfer_id, kind, payee_kind, payee_code, currency, from_account, to_account, amount, booked_on,
        reference, reason, made_by)
      select overlay(overlay(md5('accrue ' || earning_id) placing '8' from 13) placing '8' from 17)::uuid, 'accrue', payee_kind, payee_code, currency, 'expense', 'payable', amount,
        posted_on, earning_id::text, kind || ' ' || plan_code || ' ' || component || ' ' || period, 'run ' || run_id
      from earning
      where run_id = ${runId}::uuid and amount <> 0
      on conflict (kind, reference) do nothing
      returning *
    ), entered as (
      insert into account_entry (transfer_id, payee_kind, payee_code, currency, account, amount, booked_on)
      select b.transfer_id, b.payee_kind, b.payee_code, b.currency, e.account, e.amount, b.booked_on
      from booked b cross join lateral (values (b.from_account, -b.amount), (b.to_account, b.amount)) e (account, amount)
      order by b.payee_kind, b.payee_code, b.transfer_id
    )
    select count(*)::int as booked from booked`.execute(db);
  return rows[0]!.booked;
}
