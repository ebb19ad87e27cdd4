import type { Balance, Transfer } from '@quyu/incentive-contracts';
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
import { type Booking, entriesOf, type PayeeAccount } from './accounts.js';

type Db = Kysely<IncentiveDb>;

/** What is in a payee's accounts, as far as it decides what may be moved. */
export interface Standing {
  readonly payable: bigint;
  readonly held: bigint;
  /** Of what is payable, in payouts that are under way. */
  readonly claimed: bigint;
}

/** Whether a payee is known; one who has left is, as long as there is something in the accounts. */
export async function isPayee(
  db: Db,
  { payeeKind, payeeCode }: Omit<PayeeAccount, 'currency'>,
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select case ${payeeKind} when 'partner' then exists (select from partner where code = ${payeeCode})
      else exists (select from salesperson where code = ${payeeCode}) end
      or exists (select from payee_account where payee_kind = ${payeeKind} and payee_code = ${payeeCode}) as known`.execute(
    db,
  );
  return rows[0]!.known;
}

/** Opens a payee's accounts if need be, and keeps others from moving anything in them until the transaction ends. */
export async function lockAccount(db: Db, account: PayeeAccount): Promise<Standing> {
  const { payeeKind, payeeCode, currency } = account;
  const row = { payee_kind: payeeKind, payee_code: payeeCode, currency };
  await db
    .insertInto('payee_account')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await sql`
    select from payee_account
    where payee_kind = ${payeeKind} and payee_code = ${payeeCode} and currency = ${currency}
    for update`.execute(db);
  return selectStanding(db, account);
}

async function selectStanding(db: Db, { payeeKind, payeeCode, currency }: PayeeAccount): Promise<Standing> {
  const { rows } = await sql<{ payable: string; held: string; claimed: string }>`
    select coalesce(sum(e.amount) filter (where e.account = 'payable'), 0)::text as payable,
      coalesce(sum(e.amount) filter (where e.account = 'held'), 0)::text as held,
      ${CLAIMED}::text as claimed
    from account_entry e
    where e.payee_kind = ${payeeKind} and e.payee_code = ${payeeCode} and e.currency = ${currency}`.execute(
    db,
  );
  const { payable, held, claimed } = rows[0]!;
  return { payable: BigInt(payable), held: BigInt(held), claimed: BigInt(claimed) };
}

/** A payout that was paid has its own entry too, claimed with the others: of it nothing is claimed any more. */
const CLAIMED = sql`coalesce(sum(e.amount) filter (
  where exists (select from claimed_entry c where c.entry_id = e.entry_id)), 0)`;

/** Books transfers with their entries, set by set. What was booked before under its kind and reference is left out. */
export async function book(db: Db, bookings: readonly Booking[]): Promise<number> {
  const rows = bookings.map((booking) => {
    const [from, to] = entriesOf(booking);
    return { ...booking, amount: booking.amount.toString(), from: from.account, to: to.account };
  });
  const { rows: booked } = await sql<{ transfer_id: string }>`
    with asked as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as b ("transferId" uuid, kind text, "payeeKind" text,
        "payeeCode" text, currency text, "from" text, "to" text, amount bigint, "bookedOn" date, reference text, reason text,
        "madeBy" text)
    ), booked as (
      insert into transfer (transfer_id, kind, payee_kind, payee_code, currency, from_account, to_account, amount, booked_on,
        reference, reason, made_by)
      select "transferId", kind, "payeeKind", "payeeCode", currency, "from", "to", amount, "bookedOn", reference, reason, "madeBy"
      from asked
      on conflict (kind, reference) do nothing
      returning *
    ), entered as (
      insert into account_entry (transfer_id, payee_kind, payee_code, currency, account, amount, booked_on)
      select b.transfer_id, b.payee_kind, b.payee_code, b.currency, e.account, e.amount, b.booked_on
      from booked b cross join lateral (values (b.from_account, -b.amount), (b.to_account, b.amount)) e (account, amount)
      order by b.transfer_id
    )
    select transfer_id from booked`.execute(db);
  return booked.length;
}

/** Balances by currency; of a day that has gone without what is in payouts, which nobody kept. */
export async function selectBalances(
  db: Db,
  { payeeKind, payeeCode }: Omit<PayeeAccount, 'currency'>,
  asOf: string | undefined,
): Promise<Balance[]> {
  const until = asOf === undefined ? sql`` : sql`and e.booked_on <= ${asOf}::date`;
  const { rows } = await sql<Record<'currency' | 'payable' | 'held' | 'paid' | 'redeemed' | 'expired' | 'earned' | 'claimed', string>>`
    select e.currency, ${sumOf('payable')} as payable, ${sumOf('held')} as held, ${sumOf('paid')} as paid,
      ${sumOf('redeemed')} as redeemed, ${sumOf('expired')} as expired, (-${sumOf('expense')}) as earned,
      ${asOf === undefined ? CLAIMED : sql`0`} as claimed
    from account_entry e
    where e.payee_kind = ${payeeKind} and e.payee_code = ${payeeCode} ${until}
    group by e.currency
    order by e.currency`.execute(db);
  return rows.map(({ currency, ...sums }) => {
    const of = (amount: string | bigint) => money(BigInt(amount), currency);
    const available = BigInt(sums.payable) - BigInt(sums.claimed);
    return {
      payeeKind, payeeCode, currency, payable: of(sums.payable), held: of(sums.held), claimed: of(sums.claimed),
      available: of(available), paid: of(sums.paid), redeemed: of(sums.redeemed), expired: of(sums.expired), earned: of(sums.earned),
    };
  });
} // prettier-ignore

function sumOf(account: string) {
  return sql`coalesce(sum(e.amount) filter (where e.account = ${account}), 0)`;
}

export async function selectTransfers(
  db: Db,
  { payeeKind, payeeCode }: Omit<PayeeAccount, 'currency'>,
  { cursor, limit = PAGE_DEFAULT }: PageQuery,
): Promise<Page<Transfer>> {
  const [day, id] = readCursor(cursor, [cursorPart.text, cursorPart.uuid]) ?? [];
  let query = db
    .selectFrom('transfer')
    .selectAll()
    .select(sql<string>`booked_on::text`.as('day'))
    .where('payee_kind', '=', payeeKind)
    .where('payee_code', '=', payeeCode)
    .orderBy('booked_on')
    .orderBy('transfer_id')
    .limit(limit + 1);
  if (day !== undefined)
    query = query.where(sql<boolean>`(booked_on::text, transfer_id) > (${day}, ${id}::uuid)`);
  const transfers = (await query.execute()).map((row): Transfer => ({
    transferId: row.transfer_id,
    kind: row.kind,
    payeeKind: row.payee_kind,
    payeeCode: row.payee_code,
    from: row.from_account,
    to: row.to_account,
    amount: money(BigInt(row.amount), row.currency),
    bookedOn: row.day,
    reference: row.reference,
    reason: row.reason,
    madeBy: row.made_by,
  }));
  return pageFrom(transfers, limit, ({ bookedOn, transferId }) => [bookedOn, transferId]);
}
