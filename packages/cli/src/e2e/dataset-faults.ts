import {
  addByteOrderMark,
  addCell,
  addColumn,
  cutInsideQuotes,
  type Damage,
  dropLastCell,
  dropLastColumn,
  removeFile,
  repeatLine,
  setCell,
  useCarriageReturns,
} from './csv-damage.js';

/**
 * What an importer must do: keep the line aside with its reason and take the rest of the file; refuse the whole file and take
 * nothing of it; or take the file as if nothing were wrong, with the same figures.
 */
export type Expectation = 'rejected-line' | 'refused-file' | 'accepted';

export interface DatasetFault {
  readonly file: string;
  readonly expect: Expectation;
  readonly damage: Damage;
}

const MEBIBYTE = 1024 * 1024;

const inSales = (expect: Expectation, damage: Damage): DatasetFault => ({
  file: 'reseller-sales.csv',
  expect,
  damage,
});

const badSalesCell = (column: string, value: string): DatasetFault =>
  inSales('rejected-line', setCell(column, value));

/** Every fault by its name. The last column of `reseller-sales.csv` is `SalesAmount`. */
export const DATASET_FAULTS = {
  'unknown-column': inSales('refused-file', addColumn('Discount', '0')),
  'proto-column': inSales('refused-file', addColumn('__proto__', 'polluted')),
  'missing-column': inSales('refused-file', dropLastColumn),
  'missing-file': { file: 'products.csv', expect: 'refused-file', damage: removeFile },
  // The byte 0xE9 is é in Latin-1 and no character in UTF-8, where a reader shows the replacement character.
  'wrong-encoding': {
    file: 'resellers.csv',
    expect: 'refused-file',
    damage: setCell('ResellerName', 'Caf\u00E9', 'Caf\uFFFD'),
  },
  'truncated-file': { file: 'products.csv', expect: 'refused-file', damage: cutInsideQuotes },
  'byte-order-mark': inSales('accepted', addByteOrderMark),
  'crlf-line-ends': inSales('accepted', useCarriageReturns),
  'duplicate-line': inSales('accepted', repeatLine()),
  'conflicting-duplicate': inSales('rejected-line', repeatLine({ column: 'SalesAmount', value: '0.01' })),
  'blank-number': badSalesCell('SalesAmount', ''),
  'null-number': badSalesCell('SalesAmount', 'NULL'),
  'negative-quantity': badSalesCell('OrderQuantity', '-1'),
  'fractional-quantity': badSalesCell('OrderQuantity', '1.5'),
  'unknown-partner': badSalesCell('ResellerKey', '999999'),
  'unknown-product': badSalesCell('ProductKey', '999999'),
  'unknown-salesperson': badSalesCell('EmployeeKey', '999999'),
  'bad-date': badSalesCell('OrderDate', '2019-02-30'),
  'extra-cell': inSales('rejected-line', addCell('surplus')),
  'missing-cell': inSales('rejected-line', dropLastCell),
  'over-long-value': badSalesCell('SalesOrderNumber', 'S'.repeat(MEBIBYTE)),
  'nul-byte': badSalesCell('SalesOrderNumber', 'SO\u0000100'),
} as const satisfies Record<string, DatasetFault>;

export type FaultName = keyof typeof DATASET_FAULTS;
