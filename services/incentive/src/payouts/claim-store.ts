import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { Due } from './payouts.js';

type Db = Kysely<IncentiveDb>;

/** What may be paid: entries until a day; what lowers a balance counts at once. */
export interface Claiming {
  readonly currency: string;
  readonly cutoff: string;
}

const isDue = ({ currency, cutoff }: Claiming) => sql`
  e.account = 'payable' and e.currency = ${currency} and (e.booked_on <= ${cutoff}::date or e.amount < 0)
  and not exists (select from claimed_entry c where c.entry_id = e.entry_id)`;

/** Locks the accounts that something is due in, in one order for everybody, and sums it up. */
export async function lockDue(db: Db, claiming: Claiming): Promise<Due[]> {
  await sql`
    select from payee_account a
    where a.currency = ${claiming.currency}
    order by a.payee_kind, a.payee_code, a.currency
    for update`.execute(db);
  const { rows } = await sql<Omit<Due, 'amount'> & { amount: string }>`
    select d.*, exists (
        select from bank_account b where b.payee_kind = d."payeeKind" and b.payee_code = d."payeeCode"
      ) as "hasBankAccount"
    from (
      select e.payee_kind as "payeeKind", e.payee_code as "payeeCode", sum(e.amount)::text as amount
      from account_entry e
      where ${isDue(claiming)}
      group by e.payee_kind, e.payee_code
    ) d
    order by d."payeeKind", d."payeeCode"`.execute(db);
  return rows.map(({ amount, ...due }) => ({ ...due, amount: BigInt(amount) }));
}

/** Claims the due entries of these payees and makes a payout of each sum. An entry that was claimed before cannot be claimed again. */
export async function claim(
  db: Db,
  claiming: Claiming & { readonly batchId: string },
  payouts: readonly {
    readonly payoutId: string;
    readonly payeeKind: string;
    readonly payeeCode: string;
    readonly pays: string;
  }[],
): Promise<void> {
  const rows = JSON.stringify(payouts);
  await sql`
    with payee as (
      select * from json_to_recordset(${rows}::json) as p ("payoutId" uuid, "payeeKind" text, "payeeCode" text, pays bigint)
    ), due as (
      select e.entry_id, e.amount, p.* from payee p
      join account_entry e on e.payee_kind = p."payeeKind" and e.payee_code = p."payeeCode"
      where ${isDue(claiming)}
    ), paid as (
      insert into payout (payout_id, batch_id, payee_kind, payee_code, currency, amount, pays, entries)
      select "payoutId", ${claiming.batchId}::uuid, "payeeKind", "payeeCode", ${claiming.currency}, sum(amount), pays, count(*)
      from due group by "payoutId", "payeeKind", "payeeCode", pays
    )
    insert into claimed_entry (entry_id, payout_id) select entry_id, "payoutId" from due`.execute(db);
}

/** The payouts of a batch, and what they have claimed: the sum of their entries, now. */
export async function lockClaims(
  db: Db,
  batchId: string,
): Promise<{ payoutId: string; payeeKind: 'partner' | 'salesperson'; payeeCode: string; currency: string; amount: string }[]> {
  await sql`
    select from payee_account a
    join payout p on p.payee_kind = a.payee_kind and p.payee_code = a.payee_code and p.currency = a.currency
    where p.batch_id = ${batchId}::uuid
    order by a.payee_kind, a.payee_code, a.currency
    for update of a`.execute(db);
  const { rows } = await sql<{ payoutId: string; payeeKind: 'partner' | 'salesperson'; payeeCode: string; currency: string; amount: string }>`
    select p.payout_id as "payoutId", p.payee_kind as "payeeKind", p.payee_code as "payeeCode", p.currency,
      sum(e.amount)::text as amount
    from payout p
    join claimed_entry c on c.payout_id = p.payout_id
    join account_entry e on e.entry_id = c.entry_id
    where p.batch_id = ${batchId}::uuid
    group by p.payout_id
    order by p.payee_kind, p.payee_code`.execute(db);
  return rows;
} // prettier-ignore

/** The entry of each payment belongs to its payout too: then nothing of it is claimed any more, and nobody claims it. */
export async function claimPayments(db: Db, batchId: string): Promise<void> {
  await sql`
    insert into claimed_entry (entry_id, payout_id)
    select e.entry_id, p.payout_id
    from payout p
    join transfer t on t.kind = 'pay' and t.reference = p.payout_id::text
    join account_entry e on e.transfer_id = t.transfer_id and e.account = 'payable'
    where p.batch_id = ${batchId}::uuid`.execute(db);
}
