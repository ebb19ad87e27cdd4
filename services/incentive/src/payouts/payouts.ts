import { type BankAccount, incentiveErrors, type PayoutBatch } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { type Fraction, roundFraction } from '../calculation/fraction.js';
import { electronicFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools';

/** What is due to a payee: the sum of the entries that nobody has claimed. */
export interface Due {
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly amount: bigint;
  readonly hasBankAccount: boolean;
}

/** In what a batch is paid. */
export interface Conversion {
  readonly currency: string;
  /** Units of it for one unit of the account's currency, as set; null when it is the same. */
  readonly rate: string | null;
  /** The same for minor units, exact. */
  readonly minorRate: Fraction;
}

/** What the bank pays for an amount, half up: the one rounding of the conversion. */
export function paymentOf(amount: bigint, { minorRate: { numerator, denominator } }: Conversion): bigint {
  return roundFraction({ numerator: amount * numerator, denominator });
}

export type CarryReason = PayoutBatch['carried'][number]['because'];

/** Why a payee is not paid this time; undefined when it is. */
export function carriedBecause(
  { amount, hasBankAccount }: Due,
  minimum: bigint,
  conversion: Conversion,
): CarryReason | undefined {
  if (amount <= 0n) return 'nothing-owed';
  if (amount < minimum || paymentOf(amount, conversion) === 0n) return 'below-minimum';
  return hasBankAccount ? undefined : 'no-bank-account';
}

type Step = 'approve' | 'pay' | 'cancel' | 'export';

/** In which states a step may be taken. */
const STATES: Readonly<Record<Step, readonly PayoutBatch['status'][]>> = {
  approve: ['draft'],
  pay: ['approved'],
  cancel: ['draft', 'approved'],
  export: ['approved', 'paid'],
};

/** @throws Problem PAYOUT_BATCH_NOT_IN_STATE. */
export function assertStep({ batchId, status }: Pick<PayoutBatch, 'batchId' | 'status'>, step: Step): void {
  if (STATES[step].includes(status)) return;
  const detail = `batch ${batchId} is ${status}: only one that is ${STATES[step].join(' or ')} can be ${PAST[step]}`;
  throw incentiveErrors.PAYOUT_BATCH_NOT_IN_STATE({ detail });
}

const PAST: Readonly<Record<Step, string>> = {
  approve: 'approved',
  pay: 'paid',
  cancel: 'cancelled',
  export: 'exported',
};

/** An account as it is kept: an IBAN without spaces. @throws Problem BANK_ACCOUNT_INVALID. */
export function bankAccountOf(given: BankAccount): BankAccount {
  const iban = given.iban === null ? null : electronicFormatIBAN(given.iban);
  const errors = accountFaults({ ...given, iban });
  if (errors.length > 0)
    throw incentiveErrors.BANK_ACCOUNT_INVALID({
      detail: errors.map(({ message }) => message).join('; '),
      errors,
    });
  return { ...given, iban };
}

function accountFaults({ iban, accountNumber, bic }: BankAccount): readonly Fault[] {
  const faults: Fault[] = [];
  if ((iban === null) === (accountNumber === null))
    faults.push({
      pointer: '/body/iban',
      code: 'either_or',
      message: 'give either an IBAN or an account number',
    });
  if (iban !== null && !isValidIBAN(iban))
    faults.push({
      pointer: '/body/iban',
      code: 'not_an_iban',
      message: 'is no IBAN: its check digits do not fit',
    });
  if (!isValidBIC(bic))
    faults.push({ pointer: '/body/bic', code: 'not_a_bic', message: 'is no BIC of a bank' });
  return faults;
}
