import { type Cell, digits, isBlank, readMinorUnits, writeUnquoted } from '../cells.js';
import type { CsvRecord } from '../csv-record.js';
import { dayNumber } from './day-number.js';
import { ExactSum } from './exact-sum.js';
import type { SaleCells } from '../judge-record.js';
import type { KnownNames } from './known-names.js';
import { COPY_HEADER, COPY_TRAILER, fieldsOf, RowBytes } from './row-bytes.js';
import type { LineSink } from '../sales-file.js';

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

const FIELD_COUNT = Buffer.from([0, PART_COLUMNS.length]);
const ID_BYTES = 16;
/** More than there are: a quarter is year times four, and years end with 2199. */
const QUARTERS = 10_000;
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
  readonly #rows = new RowBytes();
  readonly #names: KnownNames;
  /** The numbers of partners, each with a quarter: see {@link touched}. */
  readonly #touched = new Set<number>();
  #lastTouched = -1;
  readonly #ownCurrency: number;
  readonly #currencyFields: readonly Buffer[];

  /** @param currency of the lines that do not name theirs. */
  constructor(names: KnownNames, currency: string) {
    this.#names = names;
    const code = Buffer.from(currency);
    this.#ownCurrency = names.currencies.find(code, 0, code.length);
    this.#currencyFields = names.currencyCodes.map((each) => fieldsOf(Buffer.from(each)));
    this.#rows.reserve(ROOM);
    this.#rows.writeRaw(COPY_HEADER, 0, COPY_HEADER.length);
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
    return Buffer.concat([this.#rows.take(), COPY_TRAILER]);
  }

  /** The quarters that the plain lines fall in, in order, as CSV: the id of a partner and the number of a quarter. */
  touched(): Buffer {
    const ids = this.#names.partnerIds;
    const rows: string[] = [];
    for (const each of Float64Array.from(this.#touched).sort()) {
      const at = Math.floor(each / QUARTERS) * ID_BYTES;
      rows.push(`${ids.toString('hex', at, at + ID_BYTES)},${each % QUARTERS}\n`);
    }
    return Buffer.from(rows.join(''));
  }

  addFaulty({ line }: CsvRecord): void {
    this.odd.push(line);
  }

  addSound(record: CsvRecord, cells: SaleCells, currencyDigits: number): void {
    const size = record.end - record.start;
    const bytes = record.hasQuotes ? unquote(record.bytes, size, cells) : record.bytes;
    this.#rows.reserve(size * 2 + ROOM);
    if (this.#add(bytes, record.line, cells, currencyDigits)) this.plain += 1;
    else this.odd.push(record.line);
  }

  #add(bytes: Uint8Array, line: number, cells: SaleCells, currencyDigits: number): boolean {
    if (!isBlank(bytes, cells.returns)) return false;
    const { partners, products, salespeople, partnerIds, convertibleFrom } = this.#names;
    const { product, salesperson, date } = cells;
    const partner = partners.find(bytes, cells.partner.start, cells.partner.end);
    if (partner < 0) return false;
    if (products.find(bytes, product.start, product.end) < 0) return false;
    if (salespeople.find(bytes, salesperson.start, salesperson.end) < 0) return false;
    const year = digits(bytes, date.start, date.start + 4);
    const month = digits(bytes, date.start + 5, date.start + 7);
    const day = dayNumber(year, month, digits(bytes, date.start + 8, date.end));
    const currency = this.#currencyOf(bytes, cells.currencyColumn);
    if (currency < 0 || day < convertibleFrom[currency]!) return false;
    if (currency !== LEDGER_CURRENCY) this.hasForeign = true;

    const quarter = year * 4 + Math.floor((month - 1) / 3);
    this.#touch(partner * QUARTERS + quarter);
    const rows = this.#rows;
    rows.writeRaw(FIELD_COUNT, 0, FIELD_COUNT.length);
    rows.writeField(partnerIds, partner * ID_BYTES, (partner + 1) * ID_BYTES);
    rows.writeInt4(day);
    rows.writeInt4(day);
    rows.writeInt4(year * 12 + month - 1);
    rows.writeInt4(quarter);
    const amount = readMinorUnits(bytes, cells.amount, currencyDigits);
    this.amount.add(amount);
    rows.writeInt8(amount);
    rows.writeInt4(digits(bytes, cells.quantity.start, cells.quantity.end));
    rows.writeInt4(line);
    this.#writeNames(bytes, cells);
    const currencyField = this.#currencyFields[currency]!;
    rows.writeRaw(currencyField, 0, currencyField.length);
    return true;
  }

  /** The lines of an order are of one partner and day. */
  #touch(partnerQuarter: number): void {
    if (partnerQuarter === this.#lastTouched) return;
    this.#touched.add(partnerQuarter);
    this.#lastTouched = partnerQuarter;
  }

  #writeNames(bytes: Uint8Array, { order, product, salesperson, lineId }: SaleCells): void {
    const rows = this.#rows;
    rows.writeField(bytes, order.start, order.end);
    rows.writeField(bytes, product.start, product.end);
    rows.writeField(bytes, salesperson.start, salesperson.end);
    if (isBlank(bytes, lineId)) rows.writeJoined(bytes, order, HASH, product);
    else rows.writeField(bytes, lineId.start, lineId.end);
  }

  /** @returns its number among the known ones, or -1. */
  #currencyOf(bytes: Uint8Array, cell: Cell): number {
    if (isBlank(bytes, cell)) return this.#ownCurrency;
    return this.#names.currencies.find(bytes, cell.start, cell.end);
  }
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
