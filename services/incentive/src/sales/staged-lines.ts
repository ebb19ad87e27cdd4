import { type Cell, cellText, isBlank, readCell, textOf, writeMinorUnits } from './cells.js';
import type { CsvRecord } from './csv-record.js';
import { type LineFault, MALFORMED_RANK, type SaleCells } from './judge-record.js';
import type { SalesLayout } from './sales-columns.js';
import type { LineSink } from './sales-file.js';

/** Columns of the staging table, in the order in which {@link StagedLines} writes them. */
export const STAGED_COLUMNS = [
  'line',
  'order_number',
  'product',
  'partner',
  'salesperson',
  'sold_on',
  'quantity',
  'amount',
  'own_id',
  'returns',
  'currency',
  'fault_rank',
  'fault_column',
  'fault_code',
  'fault_value',
  'fault_reason',
  'raw',
] as const;

const RAW_SHOWN = 10_000;
const FIRST_SIZE = 128 * 1024;
/** Room for all that is not copied from the record: line number, commas, quotes, a decimal or two. */
const ROOM = 128;

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;

/** Writes sales lines as the CSV that goes into the staging table: no text is made of what is all right. */
export class StagedLines implements LineSink {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;
  /** How many were added, taken away or not. */
  lines = 0;

  get length(): number {
    return this.#length;
  }

  /** Takes away what was written. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(FIRST_SIZE);
    this.#length = 0;
    return taken;
  }

  addSound(record: CsvRecord, cells: SaleCells, currencyDigits: number): void {
    const { bytes } = record;
    this.lines += 1;
    // Every byte of the record is written twice at most, in its cell and in `raw`, where quotes are doubled.
    this.#reserve((record.end - record.start) * 3 + ROOM);
    this.#writeNumber(record.line);
    this.#writeCell(bytes, cells.order);
    this.#writeCell(bytes, cells.product);
    this.#writeCell(bytes, cells.partner);
    this.#writeCell(bytes, cells.salesperson);
    this.#writeCell(bytes, cells.date);
    this.#writeCell(bytes, cells.quantity);
    this.#writeAmount(bytes, cells.amount, currencyDigits);
    this.#writeCell(bytes, blankAsEmpty(bytes, cells.lineId));
    this.#writeCell(bytes, blankAsEmpty(bytes, cells.returns));
    this.#writeCell(bytes, blankAsEmpty(bytes, cells.currencyColumn));
    for (let empty = 0; empty < 6; empty += 1) this.#bytes[this.#length++] = COMMA;
    this.#writeRaw(record);
    this.#bytes[this.#length++] = LF;
  }

  /** What is at fault is kept as text; of the rest only what may be known elsewhere. */
  addFaulty(record: CsvRecord, fault: LineFault, layout: SalesLayout, cells: SaleCells): void {
    const { rank, column, code, value, reason } = fault;
    this.lines += 1;
    const raw = textOf(record.bytes, record.start, record.end).slice(0, RAW_SHOWN);
    const known = rank === MALFORMED_RANK ? keyOf(record, layout, cells) : codesOf(record, cells);
    const row = [
      String(record.line),
      known.order,
      known.product,
      known.partner,
      known.salesperson,
      null,
      null,
      null,
      known.lineId,
      null,
      null,
      String(rank),
      column,
      code,
      value,
      reason,
      raw,
    ];
    const text = Buffer.from(`${row.map(quoted).join(',')}\n`);
    this.#reserve(text.length);
    this.#bytes.set(text, this.#length);
    this.#length += text.length;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + size));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  #writeNumber(number: number): void {
    let digits = 1;
    for (let over = 10; number >= over; over *= 10) digits += 1;
    let rest = number;
    for (let at = this.#length + digits - 1; at >= this.#length; at -= 1) {
      this.#bytes[at] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.#length += digits;
  }

  #writeCell(bytes: Uint8Array, { start, end, isQuoted }: Cell): void {
    this.#bytes[this.#length++] = COMMA;
    if (isQuoted) this.#bytes[this.#length++] = QUOTE;
    const to = this.#bytes;
    let at = this.#length;
    for (let index = start; index < end; index += 1) to[at++] = bytes[index]!;
    this.#length = at;
    if (isQuoted) this.#bytes[this.#length++] = QUOTE;
  }

  #writeAmount(bytes: Uint8Array, cell: Cell, currencyDigits: number): void {
    this.#bytes[this.#length++] = COMMA;
    this.#length = writeMinorUnits(bytes, cell, currencyDigits, this.#bytes, this.#length);
  }

  #writeRaw({ bytes, start, end }: CsvRecord): void {
    this.#bytes[this.#length++] = QUOTE;
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index]!;
      if (byte === QUOTE) this.#bytes[this.#length++] = QUOTE;
      this.#bytes[this.#length++] = byte;
    }
    this.#bytes[this.#length++] = QUOTE;
  }
}

/** Nothing that says which line it is, or only what is known elsewhere. */
interface Codes {
  readonly order: string | null;
  readonly product: string | null;
  readonly partner: string | null;
  readonly salesperson: string | null;
  readonly lineId: string | null;
}

function codesOf({ bytes }: CsvRecord, cells: SaleCells): Codes {
  const code = (cell: Cell): string | null => (isBlank(bytes, cell) ? null : cellText(bytes, cell));
  const { order, product, partner, salesperson, lineId } = cells;
  return {
    order: code(order),
    product: code(product),
    partner: code(partner),
    salesperson: code(salesperson),
    lineId: code(lineId),
  };
}

const NOTHING_KNOWN: Codes = { order: null, product: null, partner: null, salesperson: null, lineId: null };

/** A line with too few or too many cells may still say which sale it is about. */
function keyOf(record: CsvRecord, { placeOf }: SalesLayout, cells: SaleCells): Codes {
  const { order, product, lineId } = placeOf;
  if (record.fault !== undefined || record.cells <= Math.max(order, product, lineId)) return NOTHING_KNOWN;
  readCell(record, order, cells.order);
  readCell(record, product, cells.product);
  if (lineId >= 0) readCell(record, lineId, cells.lineId);
  return { ...codesOf(record, cells), partner: null, salesperson: null };
}

const EMPTY: Cell = { start: 0, end: 0, isQuoted: false };

/** In an optional column the text NULL, and quotes around nothing, are nothing. */
function blankAsEmpty(bytes: Uint8Array, cell: Cell): Cell {
  return isBlank(bytes, cell) ? EMPTY : cell;
}

function quoted(value: string | null): string {
  return value === null ? '' : `"${value.replaceAll('"', '""')}"`;
}
