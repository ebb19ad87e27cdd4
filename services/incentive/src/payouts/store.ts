import type { BankAccount, Payout, PayoutBatch } from '@quyu/incentive-contracts';
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
import type { Conversion } from './payouts.js';
import type { Payment } from './payment-file.js';

type Db = Kysely<IncentiveDb>;

export async function upsertBankAccount(db: Db, account: BankAccount): Promise<void> {
  const { payeeKind, payeeCode, holder, iban, accountNumber, bic } = account;
  const where = { holder, iban, account_number: accountNumber, bic };
  await db
    .insertInto('bank_account')
    .values({ payee_kind: payeeKind, payee_code: payeeCode, ...where })
    .onConflict((conflict) => conflict.columns(['payee_kind', 'payee_code']).doUpdateSet(where))
    .execute();
}

export async function insertBatch(
  db: Db,
  batch: Pick<PayoutBatch, 'batchId' | 'currency' | 'cutoff' | 'carried'> & {
    readonly madeAt: Date;
    readonly conversion: Conversion;
  },
): Promise<void> {
  const { batchId, currency, cutoff, carried, madeAt, conversion } = batch;
  await db
    .insertInto('payout_batch')
    .values({
      batch_id: batchId,
      status: 'draft',
      currency,
      pay_currency: conversion.currency,
      rate: conversion.rate,
      cutoff,
      carried: JSON.stringify(carried),
      made_at: madeAt,
    })
    .execute();
}

/** A batch as it stands, its total recomputed from what it has claimed. */
export async function selectBatch(db: Db, batchId: string): Promise<PayoutBatch | undefined> {
  return batchOf(db, batchId, sql``);
}

/** The same; nobody else takes a step with it until the transaction ends. */
export async function lockBatch(db: Db, batchId: string): Promise<PayoutBatch | undefined> {
  return batchOf(db, batchId, sql`for update of b`);
}

async function batchOf(db: Db, batchId: string, locked: ReturnType<typeof sql>): Promise<PayoutBatch | undefined> {
  const { rows } = await sql<{ status: PayoutBatch['status']; currency: string; cutoff: string; carried: PayoutBatch['carried']; payees: number; total: string; paid: string; payCurrency: string; rate: string | null }>`
    select b.status, b.currency, b.cutoff::text, b.carried, p.payees, p.total, p.paid, b.pay_currency as "payCurrency", trim_scale(b.rate)::text as rate
    from payout_batch b
    cross join lateral (
      select count(*)::int as payees, coalesce(sum(amount), 0)::text as total,
        coalesce(sum(pays), 0)::text as paid from payout where payout.batch_id = b.batch_id
    ) p
    where b.batch_id = ${batchId}::uuid ${locked}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { total, paid, payCurrency, rate, ...batch } = row;
  const payment = { total: money(BigInt(paid), payCurrency), rate };
  return { batchId, ...batch, total: money(BigInt(total), batch.currency), payment };
} // prettier-ignore

export async function updateStatus(db: Db, batchId: string, status: PayoutBatch['status']): Promise<void> {
  await db.updateTable('payout_batch').set({ status }).where('batch_id', '=', batchId).execute();
}

/** Frees what a batch has claimed: the next may claim it. */
export async function releaseClaims(db: Db, batchId: string): Promise<void> {
  await sql`
    delete from claimed_entry c using payout p where p.payout_id = c.payout_id and p.batch_id = ${batchId}::uuid`.execute(
    db,
  );
}

export async function selectPayouts(db: Db, batchId: string, { cursor, limit = PAGE_DEFAULT }: PageQuery): Promise<Page<Payout>> {
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = db.selectFrom('payout').innerJoin('payout_batch', 'payout_batch.batch_id', 'payout.batch_id').selectAll('payout')
    .select('pay_currency').where('payout.batch_id', '=', batchId).orderBy('payout_id').limit(limit + 1);
  if (after !== undefined) query = query.where('payout_id', '>', after);
  const payouts = (await query.execute()).map((row): Payout => ({
    payoutId: row.payout_id,
    payeeKind: row.payee_kind,
    payeeCode: row.payee_code,
    amount: money(BigInt(row.amount), row.currency),
    pays: money(BigInt(row.pays), row.pay_currency),
    entries: row.entries,
  }));
  return pageFrom(payouts, limit, ({ payoutId }) => [payoutId]);
} // prettier-ignore

/** What a batch pays, to which account, in the order of the payees. */
export async function selectPayments(
  db: Db,
  batchId: string,
): Promise<{ madeAt: Date; payments: Payment[] }> {
  const { rows } = await sql<Omit<Payment, 'amount'> & { amount: string; madeAt: Date }>`
    select p.payout_id as "payoutId", p.payee_code as "payeeCode", p.pays::text as amount, a.holder, a.iban,
      a.account_number as "accountNumber", a.bic, b.made_at as "madeAt"
    from payout p
    join payout_batch b on b.batch_id = p.batch_id
    join bank_account a on a.payee_kind = p.payee_kind and a.payee_code = p.payee_code
    where p.batch_id = ${batchId}::uuid
    order by p.payee_kind, p.payee_code`.execute(db);
  const payments = rows.map(({ madeAt: _madeAt, amount, ...payment }) => ({
    ...payment,
    amount: BigInt(amount),
  }));
  return { madeAt: rows[0]?.madeAt ?? new Date(0), payments };
}
