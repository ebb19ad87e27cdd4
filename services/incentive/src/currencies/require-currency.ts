import { incentiveErrors } from '@quyu/incentive-contracts';
import { digitsOf } from './currencies.js';

/** @throws Problem CURRENCY_UNKNOWN at the pointer when ISO 4217 has no such currency. */
export function requireCurrency(currency: string, pointer: string): void {
  if (digitsOf(currency) !== undefined) return;
  const message = `"${currency}" is no currency of ISO 4217`;
  throw incentiveErrors.CURRENCY_UNKNOWN({
    detail: message,
    errors: [{ pointer, code: 'unknown_currency', message }],
  });
}
