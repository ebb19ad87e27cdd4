import { type Cell, digits, isBlank, readMinorUnits, writeUnquoted } from '../cells.js';
import type { CsvRecord } from '../csv-record.js';
import { DateReader } from './date-reader.js';
import { ExactSum } from './exact-sum.js';
import type { SaleCells } from '../judge-record.js';
import type { KnownNames } from './known-names.js';
import { RowBytes, type RowTarget } from './row-bytes.js';
import { ID_BYTES, putBytes, putFieldCount, putInt4, putInt8, putJoined } from './row-fields.js';
import type { LineSink } from '../sales-file.js';
import { TouchedQuarters } from './touched-quarters.js';

/** Columns of a part of the ledger, in the order in which {@link PartLines} writes them. */
export const PART_COLUMNS = [
  'partner_id',
  'sold_on',
  'credited_on',
  'month',
  'quarter',
  'amount',
  'quantity',
  'line',
  'order_number',
  'product_code',
  'salesperson_code',
  'line_id',
  'currency',
] as const;

/** Room for all fields of a row but the cells, which are written twice at most. */
const ROOM = 512;
const HASH = 0x23;
/** Its number among the known currencies. */
const LEDGER_CURRENCY = 0;

/**
 * Writes the plain lines of a file, which need nothing but what is known already, as rows of a part of the ledger. The odd ones
 * are only counted: what cannot be read, returns, and whatever names something unknown.
 */
export class PartLines implements LineSink {
  /** Where the odd lines stand in the file. */
  readonly odd: number[] = [];
  plain = 0;
  /** Of the plain lines, each in minor units of its own currency. */
  readonly amount = new ExactSum();
  /** Whether any plain line is in another currency than the ledger's. */
  hasForeign = false;
  /** That the plain lines fall in. */
  readonly touched: TouchedQuarters;
  readonly #rows = new RowBytes();
  readonly #names: KnownNames;
  readonly #ownCurrency: number;
  readonly #currencyCodes: readonly Buffer[];
  // Of the line at hand:
  readonly #date = new DateReader();
  #partner = 0;
  #currency = 0;

  /** @param currency of the lines that do not name theirs. */
  constructor(names: KnownNames, currency: string) {
    this.#names = names;
    this.touched = new TouchedQuarters(names.partnerIds.length / ID_BYTES);
    const code = Buffer.from(currency);
    this.#ownCurrency = names.currencies.find(code, 0, code.length);
    this.#currencyCodes = names.currencyCodes.map((each) => Buffer.from(each));
    this.#rows.begin();
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Takes away what was written. */
  take(): Buffer {
    return this.#rows.take();
  }

  /** There are no more lines: takes away the rest. */
  takeLast(): Buffer {
    this.#rows.end();
    return this.#rows.take();
  }

  /** Nobody needs what was taken away any more. */
  release(taken: Uint8Array): void {
    this.#rows.release(taken);
  }

  addFaulty({ line }: CsvRecord): void {
    this.odd.push(line);
  }

  addSound(record: CsvRecord, cells: SaleCells, currencyDigits: number): void {
    const size = record.end - record.start;
    const bytes = record.hasQuotes ? unquote(record.bytes, size, cells) : record.bytes;
    if (!this.#resolve(bytes, cells)) {
      this.odd.push(record.line);
      return;
    }
    const amount = readMinorUnits(bytes, cells.amount, currencyDigits);
    this.plain += 1;
    this.amount.add(amount);
    this.touched.add(this.#partner, this.#date.quarter);
    if (this.#currency !== LEDGER_CURRENCY) this.hasForeign = true;
    this.#write(this.#rows.room(size * 2 + ROOM), bytes, cells, amount, record.line);
  }

  /** Finds what the line names. @returns whether all of it is known. */
  #resolve(bytes: Uint8Array, cells: SaleCells): boolean {
    if (!isBlank(bytes, cells.returns)) return false;
    const { partners, products, salespeople, convertibleFrom } = this.#names;
    const { partner, product, salesperson } = cells;
    this.#partner = partners.find(bytes, partner.start, partner.end);
    if (this.#partner < 0) return false;
    if (products.find(bytes, product.start, product.end) < 0) return false;
    if (salespeople.find(bytes, salesperson.start, salesperson.end) < 0) return false;
    this.#date.read(bytes, cells.date);
    this.#currency = this.#currencyOf(bytes, cells.currencyColumn);
    return this.#currency >= 0 && this.#date.day >= convertibleFrom[this.#currency]!;
  }

  #write(to: RowTarget, bytes: Uint8Array, cells: SaleCells, amount: number, line: number): void {
    const { day, month, quarter } = this.#date;
    const id = this.#partner * ID_BYTES;
    const code = this.#currencyCodes[this.#currency]!;
    let at = putFieldCount(to, this.#rows.length, PART_COLUMNS.length);
    at = putBytes(to, at, this.#names.partnerIds, id, id + ID_BYTES);
    at = putInt4(to, at, day);
    at = putInt4(to, at, day);
    at = putInt4(to, at, month);
    at = putInt4(to, at, quarter);
    at = putInt8(to, at, amount);
    at = putInt4(to, at, digits(bytes, cells.quantity.start, cells.quantity.end));
    at = putInt4(to, at, line);
    at = putNames(to, at, bytes, cells);
    this.#rows.length = putBytes(to, at, code, 0, code.length);
  }

  /** @returns its number among the known ones, or -1. */
  #currencyOf(bytes: Uint8Array, cell: Cell): number {
    if (isBlank(bytes, cell)) return this.#ownCurrency;
    return this.#names.currencies.find(bytes, cell.start, cell.end);
  }
}

function putNames(to: RowTarget, at: number, bytes: Uint8Array, cells: SaleCells): number {
  const { order, product, salesperson, lineId } = cells;
  let next = putBytes(to, at, bytes, order.start, order.end);
  next = putBytes(to, next, bytes, product.start, product.end);
  next = putBytes(to, next, bytes, salesperson.start, salesperson.end);
  if (isBlank(bytes, lineId)) return putJoined(to, next, bytes, order, HASH, product);
  return putBytes(to, next, bytes, lineId.start, lineId.end);
}

/** Has the cells say where they stand among bytes without quotes, which are at most `size`. */
function unquote(bytes: Uint8Array, size: number, cells: SaleCells): Uint8Array {
  const unquoted = new Uint8Array(size);
  let at = 0;
  for (const cell of Object.values(cells)) {
    const start = at;
    at = writeUnquoted(bytes, cell, unquoted, start);
    Object.assign(cell, { start, end: at, isQuoted: false });
  }
  return unquoted;
}
