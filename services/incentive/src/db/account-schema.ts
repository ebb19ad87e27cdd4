import type { Account } from '../accounts/accounts.js';
import type { PayoutBatch, TransferKind } from '@quyu/incentive-contracts';
import type { Jsonb } from '@quyu/plugin-kit';
import type { Generated, GeneratedAlways } from 'kysely';

/** Minor units: bigint in the database, which arrives as text. */
type Amount = string;
type PayeeKind = 'partner' | 'salesperson';

/** Locked by whoever moves something, so that two at once cannot spend the same. */
export interface PayeeAccountTable {
  payee_kind: PayeeKind;
  payee_code: string;
  currency: string;
}

export interface TransferTable {
  transfer_id: string;
  kind: TransferKind;
  payee_kind: PayeeKind;
  payee_code: string;
  currency: string;
  from_account: Account;
  to_account: Account;
  amount: Amount;
  booked_on: string;
  /** Unique for the kind: what was booked once is not booked again. */
  reference: string;
  reason: string | null;
  made_by: string;
}

export interface AccountEntryTable {
  entry_id: GeneratedAlways<string>;
  transfer_id: string;
  payee_kind: PayeeKind;
  payee_code: string;
  currency: string;
  account: Account;
  amount: Amount;
  booked_on: string;
}

export interface BankAccountTable {
  payee_kind: PayeeKind;
  payee_code: string;
  holder: string;
  iban: string | null;
  account_number: string | null;
  bic: string;
}

export interface PayoutBatchTable {
  batch_id: string;
  status: PayoutBatch['status'];
  currency: string;
  /** The currency that the bank pays in, and the rate to it; no rate when it is the same. */
  pay_currency: string;
  rate: string | null;
  cutoff: string;
  carried: Jsonb<PayoutBatch['carried']>;
  made_at: Date;
}

export interface PayoutTable {
  payout_id: string;
  batch_id: string;
  payee_kind: PayeeKind;
  payee_code: string;
  currency: string;
  amount: Amount;
  /** What the bank pays, in the currency of the batch's payment. */
  pays: Amount;
  entries: number;
}

export interface ClaimedEntryTable {
  entry_id: string;
  payout_id: string;
}

export interface RedemptionPolicyTable {
  only_row: Generated<boolean>;
  order_share_bp: number;
  expires_after_months: number | null;
}

export interface RedemptionTable {
  redemption_id: string;
  partner_code: string;
  order_number: string;
  order_amount: Amount;
  amount: Amount;
  currency: string;
  redeemed_on: string;
  is_reversed: Generated<boolean>;
}

export interface AccountTables {
  payee_account: PayeeAccountTable;
  transfer: TransferTable;
  account_entry: AccountEntryTable;
  bank_account: BankAccountTable;
  payout_batch: PayoutBatchTable;
  payout: PayoutTable;
  claimed_entry: ClaimedEntryTable;
  redemption_policy: RedemptionPolicyTable;
  redemption: RedemptionTable;
}
