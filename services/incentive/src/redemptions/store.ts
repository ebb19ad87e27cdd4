import type { Redemption, RedemptionPolicy } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { PayeeAccount } from '../accounts/accounts.js';
import type { RedemptionTable } from '../db/account-schema.js';
import type { IncentiveDb } from '../db/schema.js';
import { type Accruals, DEFAULT_POLICY } from './redemptions.js';

type Db = Kysely<IncentiveDb>;

export async function selectPolicy(db: Db): Promise<RedemptionPolicy> {
  const row = await db.selectFrom('redemption_policy').selectAll().executeTakeFirst();
  return row
    ? { orderShareBp: row.order_share_bp, expiresAfterMonths: row.expires_after_months }
    : DEFAULT_POLICY;
}

export async function upsertPolicy(db: Db, policy: RedemptionPolicy): Promise<void> {
  const row = { order_share_bp: policy.orderShareBp, expires_after_months: policy.expiresAfterMonths };
  await db
    .insertInto('redemption_policy')
    .values(row)
    .onConflict((conflict) => conflict.column('only_row').doUpdateSet(row))
    .execute();
}

/** What an order was settled with, and not reversed. */
export async function selectOfOrder(
  db: Db,
  partnerCode: string,
  orderNumber: string,
): Promise<Redemption | undefined> {
  const row = await columns(db)
    .where('partner_code', '=', partnerCode)
    .where('order_number', '=', orderNumber)
    .where('is_reversed', '=', false)
    .executeTakeFirst();
  return row && redemptionOf(row);
}

export async function lockRedemption(db: Db, redemptionId: string): Promise<Redemption | undefined> {
  const row = await columns(db).where('redemption_id', '=', redemptionId).forUpdate().executeTakeFirst();
  return row && redemptionOf(row);
}

function columns(db: Db) {
  return db
    .selectFrom('redemption')
    .selectAll()
    .select(sql<string>`redeemed_on::text`.as('day'));
}

export async function insertRedemption(db: Db, redemption: Redemption): Promise<void> {
  const { redemptionId, partnerCode, orderNumber, orderAmount, amount, redeemedOn } = redemption;
  await db
    .insertInto('redemption')
    .values({
      redemption_id: redemptionId, partner_code: partnerCode, order_number: orderNumber, order_amount: orderAmount.amount,
      amount: amount.amount, currency: amount.currency, redeemed_on: redeemedOn,
    })
    .execute();
} // prettier-ignore

export async function reverse(db: Db, redemptionId: string): Promise<void> {
  await db
    .updateTable('redemption')
    .set({ is_reversed: true })
    .where('redemption_id', '=', redemptionId)
    .execute();
}

/** The next payees with accruals from before a day, in the order of their accounts. */
export async function selectOldAccounts(db: Db, before: string, after: PayeeAccount | undefined, limit: number): Promise<PayeeAccount[]> {
  const further = after
    ? sql`and (payee_kind, payee_code, currency) > (${after.payeeKind}, ${after.payeeCode}, ${after.currency})`
    : sql``;
  const { rows } = await sql<PayeeAccount>`
    select payee_kind as "payeeKind", payee_code as "payeeCode", currency from payee_account a
    where exists (
      select from transfer t where t.payee_kind = a.payee_kind and t.payee_code = a.payee_code and t.currency = a.currency
        and t.kind in ('accrue', 'adjust') and t.booked_on < ${before}::date
    ) ${further}
    order by payee_kind, payee_code, currency
    limit ${limit}`.execute(db);
  return rows;
} // prettier-ignore

/** @param before accruals of earlier days are old. */
export async function sumAccruals(
  db: Db,
  account: PayeeAccount,
  before: string,
): Promise<Omit<Accruals, 'available'>> {
  const { payeeKind, payeeCode, currency } = account;
  const { rows } = await sql<{ old: string; used: string }>`
    select coalesce(-sum(amount) filter (where account = 'expense' and booked_on < ${before}::date), 0)::text as old,
      coalesce(sum(amount) filter (where account in ('held', 'paid', 'redeemed', 'expired')), 0)::text as used
    from account_entry
    where payee_kind = ${payeeKind} and payee_code = ${payeeCode} and currency = ${currency}`.execute(db);
  return { old: BigInt(rows[0]!.old), used: BigInt(rows[0]!.used) };
}

function redemptionOf(row: Selectable<RedemptionTable> & { readonly day: string }): Redemption {
  return {
    redemptionId: row.redemption_id,
    partnerCode: row.partner_code,
    orderNumber: row.order_number,
    orderAmount: money(BigInt(row.order_amount), row.currency),
    amount: money(BigInt(row.amount), row.currency),
    redeemedOn: row.day,
    isReversed: row.is_reversed,
  };
}
