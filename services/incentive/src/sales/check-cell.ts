import { type Cell, cellText, isAmount, isBlank, isDate, isQuantity } from './cells.js';
import type { RejectionCode } from './rejection-code.js';
import type { SalesField } from './sales-columns.js';

/** The longest order number, product, partner or salesperson code, in characters. */
const CODE_LIMIT = 200;

type Check = (bytes: Uint8Array, cell: Cell, currencyDigits: number) => RejectionCode | undefined;

const checkCode: Check = (bytes, cell) => {
  if (isBlank(bytes, cell)) return 'MISSING_VALUE';
  const isLong = cell.end - cell.start > CODE_LIMIT && cellText(bytes, cell).length > CODE_LIMIT;
  return isLong ? 'MALFORMED_LINE' : undefined;
};

/** What shows to be wrong in a cell itself. */
export const CHECKS: Readonly<Record<SalesField, Check>> = {
  order: checkCode,
  product: checkCode,
  partner: checkCode,
  salesperson: checkCode,
  lineId: checkCode,
  returns: checkCode,
  currencyColumn: checkCode,
  date: (bytes, cell) => {
    if (isDate(bytes, cell)) return undefined;
    return isBlank(bytes, cell) ? 'MISSING_VALUE' : 'NOT_A_DATE';
  },
  quantity: (bytes, cell) => (isQuantity(bytes, cell) ? undefined : 'NOT_A_QUANTITY'),
  amount: (bytes, cell, currencyDigits) => {
    if (isAmount(bytes, cell, currencyDigits)) return undefined;
    return isBlank(bytes, cell) ? 'MISSING_VALUE' : 'NOT_AN_AMOUNT';
  },
};

/** Why a cell is at fault, in words that follow the name of its column. */
export const REASONS: Partial<Record<RejectionCode, string>> = {
  MALFORMED_LINE: `is longer than ${CODE_LIMIT} characters`,
  MISSING_VALUE: 'is missing',
  NOT_A_DATE: 'is not a date of the calendar in the form YYYY-MM-DD, from 1900 to 2199',
  NOT_A_QUANTITY: 'is not a whole number, of at most 9 digits and other than zero',
  NOT_AN_AMOUNT: 'is not an amount with at most 11 digits and the decimals of its currency',
  UNKNOWN_CURRENCY: 'is no currency of ISO 4217',
  RETURN_WITHOUT_ORIGINAL: 'is below zero, but the line does not say which line it returns',
  NOT_A_RETURN: 'is above zero, but the line says that it returns another',
};
