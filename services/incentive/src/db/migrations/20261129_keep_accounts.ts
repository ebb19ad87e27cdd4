import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/**
 * Double entry: a transfer has two entries that sum to zero, checked when it is committed. Neither is ever changed or deleted, by
 * nobody. A payout claims the entries of `payable` that it pays.
 */
const ACCOUNTS = [
  sql`create table payee_account (
    payee_kind text not null check (payee_kind in ('partner', 'salesperson')),
    payee_code text collate "C" not null,
    currency text collate "C" not null,
    primary key (payee_kind, payee_code, currency)
  )`,
  sql`create table transfer (
    transfer_id uuid primary key,
    kind text not null,
    payee_kind text not null,
    payee_code text collate "C" not null,
    currency text collate "C" not null,
    from_account text not null,
    to_account text not null check (to_account <> from_account),
    amount bigint not null check (amount <> 0),
    booked_on date not null,
    reference text not null,
    reason text,
    made_by text not null,
    foreign key (payee_kind, payee_code, currency) references payee_account,
    unique (kind, reference)
  )`,
  sql`create index transfer_by_payee on transfer (payee_kind, payee_code, booked_on, transfer_id)`,
  sql`create table account_entry (
    entry_id bigint generated always as identity primary key,
    transfer_id uuid not null references transfer,
    payee_kind text not null,
    payee_code text collate "C" not null,
    currency text collate "C" not null,
    account text not null check (account in ('expense', 'payable', 'held', 'paid', 'redeemed', 'expired')),
    amount bigint not null,
    booked_on date not null,
    unique (transfer_id, account)
  )`,
  sql`create index account_entry_by_payee on account_entry (payee_kind, payee_code, currency, account) include (amount, booked_on)`,
];

const GUARDS = [
  sql`create function refuse_change() returns trigger language plpgsql as $body$
    begin
      raise exception '% of % is refused: the ledger only grows', tg_op, tg_table_name using errcode = 'restrict_violation';
    end $body$`,
  sql`create trigger transfer_only_grows before update or delete or truncate on transfer
    for each statement execute function refuse_change()`,
  sql`create trigger entry_only_grows before update or delete or truncate on account_entry
    for each statement execute function refuse_change()`,
  sql`create function assert_balanced() returns trigger language plpgsql set search_path from current as $body$
    begin
      if (select count(*) <> 2 or sum(amount) <> 0 from account_entry where transfer_id = new.transfer_id) then
        raise exception 'transfer % does not have two entries that sum to zero', new.transfer_id using errcode = 'check_violation';
      end if;
      return null;
    end $body$`,
  sql`create constraint trigger transfer_is_balanced after insert on transfer deferrable initially deferred
    for each row execute function assert_balanced()`,
];

const PAYOUTS = [
  sql`create table bank_account (
    payee_kind text not null,
    payee_code text collate "C" not null,
    holder text not null,
    iban text,
    account_number text,
    bic text not null,
    primary key (payee_kind, payee_code),
    check ((iban is null) <> (account_number is null))
  )`,
  sql`create table payout_batch (
    batch_id uuid primary key,
    status text not null check (status in ('draft', 'approved', 'paid', 'cancelled')),
    currency text not null,
    cutoff date not null,
    carried jsonb not null,
    made_at timestamptz not null
  )`,
  sql`create table payout (
    payout_id uuid primary key,
    batch_id uuid not null references payout_batch,
    payee_kind text not null,
    payee_code text collate "C" not null,
    currency text not null,
    amount bigint not null check (amount > 0),
    entries int not null,
    unique (batch_id, payee_kind, payee_code)
  )`,
  // The key is what keeps an entry from being paid twice.
  sql`create table claimed_entry (
    entry_id bigint primary key references account_entry,
    payout_id uuid not null references payout
  )`,
  sql`create index on claimed_entry (payout_id)`,
];

const REDEMPTIONS = [
  sql`create table redemption_policy (
    only_row boolean primary key default true check (only_row),
    order_share_bp int not null,
    expires_after_months int
  )`,
  sql`create table redemption (
    redemption_id uuid primary key,
    partner_code text collate "C" not null,
    order_number text collate "C" not null,
    order_amount bigint not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    redeemed_on date not null,
    is_reversed boolean not null default false
  )`,
  sql`create unique index redemption_of_order on redemption (partner_code, order_number) where not is_reversed`,
];

export const keepAccounts = defineMigration(...ACCOUNTS, ...GUARDS, ...PAYOUTS, ...REDEMPTIONS);
