import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { type Cell, cellText, readCell } from '../sales/cells.js';
import { type CsvRecord, CsvScanner } from '../sales/csv-scanner.js';

const FOLDER = new URL('../../../../packages/cli/data/adventureworks/', import.meta.url);

/** A file of the bundled market, unpacked. */
export async function readMarketFile(name: string): Promise<Buffer> {
  const bytes = await readFile(new URL(name, FOLDER));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** The lines of a file of the bundled market, by column. */
export async function readMarketTable(name: string): Promise<Record<string, string>[]> {
  const rows: string[][] = [];
  const take = (record: CsvRecord): void => void rows.push(cellsOf(record));
  const scanner = new CsvScanner();
  scanner.push(await readMarketFile(name), take);
  scanner.end(take);
  const [header = [], ...lines] = rows;
  return lines.map((line) => Object.fromEntries(header.map((column, place) => [column, line[place] ?? ''])));
}

function cellsOf(record: CsvRecord): string[] {
  const cell: Cell = { start: 0, end: 0, isQuoted: false };
  return Array.from({ length: record.cells }, (_, place) => {
    readCell(record, place, cell);
    return cellText(record.bytes, cell);
  });
}

/** How the bundled sales file names our columns. */
export const RESELLER_SALES = {
  source: 'adventureworks',
  file: 'reseller-sales.csv',
  currency: 'USD',
  order: 'SalesOrderNumber',
  date: 'OrderDate',
  product: 'ProductKey',
  partner: 'ResellerKey',
  salesperson: 'EmployeeKey',
  quantity: 'OrderQuantity',
  amount: 'SalesAmount',
  ignore: ['SalesTerritoryKey', 'UnitPrice', 'TotalProductCost'],
};
