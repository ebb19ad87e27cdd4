import { incentiveErrors } from '@quyu/incentive-contracts';
import type { Fault, Problem } from '@quyu/plugin-kit';
import { type Cell, cellText, readCell } from './cells.js';
import { CELL_LIMIT, type CsvRecord } from './csv-record.js';
import { CsvScanner } from './csv-scanner.js';
import { type LineFault, LineJudge, type SaleCells } from './judge-record.js';
import type { KeptBytes } from './parts/kept-bytes.js';
import { type ColumnNames, layColumns, type SalesLayout } from './sales-columns.js';
import { Utf8Check } from './utf8-check.js';

const LF = 0x0a;

/** Where the lines of a file go. */
export interface LineSink {
  /** @param currencyDigits decimals of the line's currency. */
  addSound(record: CsvRecord, cells: SaleCells, currencyDigits: number): void;
  addFaulty(record: CsvRecord, fault: LineFault, layout: SalesLayout, cells: SaleCells): void;
}

/**
 * Reads a file of sales lines, each with what shows to be wrong with it. Memory does not grow with the file. A file that
 * cannot be told apart into lines as its header promises is refused as a whole.
 */
export class SalesFile {
  /** Sales lines read so far, sound or not. */
  lines = 0;
  isOver = false;
  readonly #name: string;
  readonly #names: ColumnNames;
  readonly #currency: string;
  readonly #scanner = new CsvScanner();
  readonly #utf8 = new Utf8Check();
  #judge: LineJudge | undefined;
  #layout: SalesLayout | undefined;
  #bytesRead = 0;

  /** @param currency that of the lines which do not name another. */
  constructor(name: string, names: ColumnNames, currency: string) {
    this.#name = name;
    this.#names = names;
    this.#currency = currency;
  }

  /** Where the fields are: known once the header was read, and it was if there are any lines. */
  get layout(): SalesLayout {
    if (!this.#layout) throw new TypeError('the header has not been read');
    return this.#layout;
  }

  /** The record that was begun and is not over: where it begins in the file, and how much of it was read. */
  get begun(): { readonly line: number; readonly length: number } {
    return this.#scanner.begun;
  }

  /**
   * What the file holds, to be handed to {@link read}.
   *
   * @throws Problem IMPORT_UNREADABLE, naming file, line and byte, for what is not UTF-8.
   */
  chunksOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    return withoutByteOrderMark(this.#checked(body));
  }

  /** @throws Problem IMPORT_HEADER_INVALID or IMPORT_UNREADABLE, naming file, line and column. */
  read(chunk: Uint8Array, sink: LineSink): void {
    this.#scanner.push(chunk, (record) => this.#take(record, sink));
  }

  /** There are no more chunks. */
  end(sink: LineSink): void {
    this.#scanner.end((record) => this.#takeLast(record, sink));
    if (!this.#layout)
      throw this.#unreadable('empty_file', 1, 'the file is empty: not even a header is there');
    this.isOver = true;
  }

  /** Reads some lines of it once more, pausing after each chunk. @param kept from the beginning of a record on. */
  *reread(kept: KeptBytes, lines: ReadonlySet<number>, sink: LineSink): Generator<void> {
    const judge = new LineJudge(this.layout, this.#currency);
    const scanner = new CsvScanner(kept.line);
    const take = (record: CsvRecord): void => {
      if (lines.has(record.line)) judgeInto(sink, record, judge, this.layout);
    };
    for (const chunk of kept.chunks) {
      scanner.push(chunk, take);
      yield;
    }
    if (this.isOver) scanner.end(take);
  }

  async *#checked(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of body) {
      const fault = this.#utf8.push(chunk);
      if (fault !== undefined) throw this.#notUtf8(chunk, fault);
      this.#bytesRead += chunk.length;
      yield chunk;
    }
    const unfinished = this.#utf8.end();
    if (unfinished > 0) throw this.#notUtf8(new Uint8Array(), -unfinished);
  }

  #take(record: CsvRecord, sink: LineSink): void {
    if (!this.#judge || !this.#layout) {
      this.#layout = this.#readHeader(record);
      this.#judge = new LineJudge(this.#layout, this.#currency);
      return;
    }
    this.lines += 1;
    judgeInto(sink, record, this.#judge, this.#layout);
  }

  /** The last record, when no line end follows it: is the file whole? */
  #takeLast(record: CsvRecord, sink: LineSink): void {
    const { line, fault, cells } = record;
    const expected = this.#layout?.columns.length ?? 0;
    if (fault === 'OPEN_QUOTE')
      throw this.#unreadable(
        'truncated',
        line,
        `the file ends inside the quotes of the record that begins on line ${line}`,
      );
    if (cells < expected)
      throw this.#unreadable(
        'truncated',
        line,
        `the file ends in the middle of line ${line}: ${cells} of ${expected} cells`,
      );
    this.#take(record, sink);
  }

  #readHeader(record: CsvRecord): SalesLayout {
    if (record.fault !== undefined || record.cells > CELL_LIMIT)
      throw this.#unreadable(
        'header_unreadable',
        record.line,
        `the header on line ${record.line} cannot be read as columns`,
      );
    const laid = layColumns(headerOf(record), this.#names);
    if (laid.ok) return laid.layout;
    throw this.#headerInvalid(record.line, laid.faults);
  }

  #headerInvalid(line: number, faults: readonly Fault[]): Problem {
    const detail = `${this.#name}, line ${line}: ${faults.map(({ message }) => message).join('; ')}`;
    return incentiveErrors.IMPORT_HEADER_INVALID({ detail, errors: faults });
  }

  #notUtf8(chunk: Uint8Array, fault: number): Problem {
    const before = chunk.subarray(0, Math.max(fault, 0)).filter((byte) => byte === LF).length;
    const line = this.#scanner.line + before;
    const offset = this.#bytesRead + fault;
    return this.#unreadable(
      'not_utf8',
      line,
      `byte ${offset} of the file, on line ${line}, is not UTF-8: save the file as UTF-8`,
    );
  }

  #unreadable(code: string, line: number, message: string): Problem {
    const errors = [{ pointer: `/body/${line}`, code, message }];
    return incentiveErrors.IMPORT_UNREADABLE({ detail: `${this.#name}: ${message}`, errors });
  }
}

function judgeInto(sink: LineSink, record: CsvRecord, judge: LineJudge, layout: SalesLayout): void {
  const fault = judge.judge(record);
  if (fault) sink.addFaulty(record, fault, layout, judge.cells);
  else sink.addSound(record, judge.cells, judge.currencyDigits);
}

function headerOf(record: CsvRecord): readonly string[] {
  const cell: Cell = { start: 0, end: 0, isQuoted: false };
  return Array.from({ length: record.cells }, (_, place) => {
    readCell(record, place, cell);
    return cellText(record.bytes, cell);
  });
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

async function* withoutByteOrderMark(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < BYTE_ORDER_MARK.length) continue;
    const marked = BYTE_ORDER_MARK.equals(head.subarray(0, BYTE_ORDER_MARK.length));
    yield marked ? head.subarray(BYTE_ORDER_MARK.length) : head;
    head = undefined;
  }
  if (head) yield head;
}
