import type { CsvRecord } from './csv-record.js';

const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const POINT = 0x2e;
const DASH = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** The content of a cell: a range of its record's bytes, without quotes and without spaces around it. */
export interface Cell {
  start: number;
  end: number;
  /** Its content may hold commas, line ends and doubled quotes. */
  isQuoted: boolean;
}

/** Reads a cell into `cell`, which is used again for every record: no objects for millions of cells. */
export function readCell(record: CsvRecord, place: number, cell: Cell): void {
  const { bytes } = record;
  let start = record.start + record.starts[place]!;
  let end = record.start + record.ends[place]!;
  cell.isQuoted = end > start && bytes[start] === QUOTE;
  if (cell.isQuoted) {
    start += 1;
    end -= 1;
  }
  while (start < end && isSpace(bytes[start]!)) start += 1;
  while (end > start && isSpace(bytes[end - 1]!)) end -= 1;
  cell.start = start;
  cell.end = end;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** The bytes of NULL. */
const [N, U, L] = [0x4e, 0x55, 0x4c];

/** Empty, or the text NULL, which databases write for nothing. */
export function isBlank(bytes: Uint8Array, { start, end }: Cell): boolean {
  if (start === end) return true;
  if (end - start !== 4 || bytes[start] !== N) return false;
  return bytes[start + 1] === U && bytes[start + 2] === L && bytes[start + 3] === L;
}

/** A date of the calendar, `YYYY-MM-DD`, from 1900 to 2199. */
export function isDate(bytes: Uint8Array, { start, end }: Cell): boolean {
  if (end - start !== 10 || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return false;
  const year = digits(bytes, start, start + 4);
  const month = digits(bytes, start + 5, start + 7);
  const day = digits(bytes, start + 8, end);
  if (year < 1900 || year > 2199 || month < 1 || month > 12) return false;
  return day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The number that digits spell, or -1 when one of them is none. */
export function digits(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index]!;
    if (!isDigit(byte)) return -1;
    number = number * 10 + byte - ZERO;
  }
  return number;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Where the digits that begin at `start` end. */
function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end && isDigit(bytes[index]!)) index += 1;
  return index;
}

function endOfZeros(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end && bytes[index] === ZERO) index += 1;
  return index;
}

/** The most digits of a quantity. */
const QUANTITY_DIGITS = 9;

/** A whole number of at most nine digits; below zero for what comes back. */
export function isQuantity(bytes: Uint8Array, cell: Cell): boolean {
  const start = startOfDigits(bytes, cell);
  const fits = cell.end > start && cell.end - start <= QUANTITY_DIGITS;
  return fits && digits(bytes, start, cell.end) >= 0;
}

/** Of a quantity or amount: -1 below zero, 0, or 1 above it. */
export function signOf(bytes: Uint8Array, cell: Cell): number {
  const start = startOfDigits(bytes, cell);
  for (let index = start; index < cell.end; index += 1)
    if (bytes[index] !== ZERO && bytes[index] !== POINT) return start > cell.start ? -1 : 1;
  return 0;
}

function startOfDigits(bytes: Uint8Array, { start, end }: Cell): number {
  return start < end && bytes[start] === DASH ? start + 1 : start;
}

/** The most digits of an amount before its point: many such amounts still add up in a bigint of minor units. */
const AMOUNT_DIGITS = 11;

/** An amount with at most the decimals of its currency; zeros may follow them. Below zero for what is paid back. */
export function isAmount(bytes: Uint8Array, cell: Cell, currencyDigits: number): boolean {
  const { end } = cell;
  const start = startOfDigits(bytes, cell);
  const point = endOfDigits(bytes, start, end);
  if (point === start || point - start > AMOUNT_DIGITS) return false;
  if (point === end) return true;
  if (bytes[point] !== POINT || point + 1 === end) return false;
  const decimals = endOfDigits(bytes, point + 1, end);
  return decimals === end && endOfZeros(bytes, Math.min(point + 1 + currencyDigits, end), end) >= end;
}

/** Writes an amount that {@link isAmount} as minor units of its currency. @returns where the next byte goes. */
export function writeMinorUnits(
  bytes: Uint8Array,
  { start, end }: Cell,
  currencyDigits: number,
  to: Uint8Array,
  at: number,
): number {
  let next = at;
  let index = start;
  for (; index < end && bytes[index] !== POINT; index += 1) to[next++] = bytes[index]!;
  for (let decimal = 1; decimal <= currencyDigits; decimal += 1)
    to[next++] = index + decimal < end ? bytes[index + decimal]! : ZERO;
  return next;
}

/**
 * The minor units of an amount that {@link isAmount} and is not below zero. At most eleven digits and the decimals of a currency:
 * a number holds them exactly.
 */
export function readMinorUnits(bytes: Uint8Array, { start, end }: Cell, currencyDigits: number): number {
  let minor = 0;
  let index = start;
  for (; index < end && bytes[index] !== POINT; index += 1) minor = minor * 10 + bytes[index]! - ZERO;
  for (let decimal = 1; decimal <= currencyDigits; decimal += 1)
    minor = minor * 10 + (index + decimal < end ? bytes[index + decimal]! - ZERO : 0);
  return minor;
}

/** Writes the content of a quoted cell to `to` as it is meant. @returns where the next byte goes. */
export function writeUnquoted(bytes: Uint8Array, cell: Cell, to: Uint8Array, at: number): number {
  let next = at;
  for (let index = cell.start; index < cell.end; index += 1) {
    // Of two quotes inside quotes the first stands for both.
    if (cell.isQuoted && bytes[index] === QUOTE) index += 1;
    to[next++] = bytes[index]!;
  }
  return next;
}

/** Bytes as text that Postgres can store: it has no NUL. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString('utf8', start, end).replaceAll('\0', '\uFFFD');
}

/** The content of a cell as text. */
export function cellText(bytes: Uint8Array, { start, end, isQuoted }: Cell): string {
  const text = textOf(bytes, start, end);
  return isQuoted ? text.replaceAll('""', '"') : text;
}
