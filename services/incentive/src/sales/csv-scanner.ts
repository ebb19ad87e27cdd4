import { CELL_LIMIT, type CsvRecord, RECORD_LIMIT, type RecordFault } from './csv-record.js';

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

// Ordered: below QUOTED an ordinary byte needs no look at the state.
const CELL_START = 0;
const PLAIN = 1;
const QUOTED = 2;
const CLOSED = 3;
const RETURN = 4;

/**
 * Finds the records of a CSV file (RFC 4180, lines ending in LF or CRLF) chunk by chunk. Every byte is looked at once and
 * memory is bounded by {@link RECORD_LIMIT}, whatever the file. Empty lines are passed over. A quote where none may be
 * spoils its own line only.
 */
export class CsvScanner {
  /** 1-based line that the next byte is on. */
  line: number;
  #state = CELL_START;
  /** Bytes of the record that earlier chunks held, as far as they are kept. */
  readonly #carried = new Uint8Array(RECORD_LIMIT);
  #carriedLength = 0;
  /** Length of the record before the chunk at hand, kept or not. */
  #length = 0;
  #chunk: Uint8Array = new Uint8Array();
  /** Where the record begins in the chunk at hand. */
  #start = 0;
  readonly #record = {
    line: 1,
    bytes: this.#chunk,
    start: 0,
    end: 0,
    cells: 0,
    starts: new Int32Array(CELL_LIMIT),
    ends: new Int32Array(CELL_LIMIT),
    hasQuotes: false,
    fault: undefined as RecordFault | undefined,
    faultCell: 0,
    isTerminated: true,
  };

  /** @param line that the first byte is on. */
  constructor(line = 1) {
    this.line = line;
    this.#record.line = line;
  }

  /** The record that was begun and is not over: the line it begins on, and how many of its bytes were pushed. */
  get begun(): { readonly line: number; readonly length: number } {
    return { line: this.#record.line, length: this.#length };
  }

  push(chunk: Uint8Array, take: (record: CsvRecord) => void): void {
    this.#chunk = chunk;
    this.#start = 0;
    let state = this.#state;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]!;
      // By far the commonest bytes: letters and digits outside quotes.
      if (byte > COMMA && state < QUOTED) state = PLAIN;
      else state = state === QUOTED ? this.#stepInQuotes(byte) : this.#step(byte, state, index, take);
    }
    this.#state = state;
    this.#carry();
  }

  /** The file is over: takes the record that no line end has closed. */
  end(take: (record: CsvRecord) => void): void {
    this.#chunk = new Uint8Array();
    this.#start = 0;
    // Whatever else is wrong with it: the file is not whole.
    if (this.#state === QUOTED) this.#record.fault = 'OPEN_QUOTE';
    this.#record.isTerminated = false;
    this.#endRecord(this.#state === RETURN ? -1 : 0, take);
  }

  #stepInQuotes(byte: number): number {
    if (byte === QUOTE) return CLOSED;
    if (byte === LF) this.line += 1;
    if (byte === NUL) this.#spoil('NUL_BYTE');
    return QUOTED;
  }

  #step(byte: number, before: number, index: number, take: (record: CsvRecord) => void): number {
    if (byte === LF) {
      this.line += 1;
      this.#endRecord(before === RETURN ? index - 1 : index, take);
      this.#start = index + 1;
      return CELL_START;
    }
    if (before === RETURN) this.#spoil('STRAY_RETURN');
    if (byte === COMMA) {
      this.#endCell(index);
      return CELL_START;
    }
    if (byte === CR) return RETURN;
    return byte === QUOTE ? this.#stepAtQuote(before) : this.#stepAside(byte, before);
  }

  #stepAtQuote(before: number): number {
    if (before === CLOSED) return QUOTED; // a doubled quote
    if (before === CELL_START) {
      this.#record.hasQuotes = true;
      return QUOTED;
    }
    this.#spoil('STRAY_QUOTE');
    return PLAIN;
  }

  #stepAside(byte: number, before: number): number {
    if (byte === NUL) this.#spoil('NUL_BYTE');
    if (before === CLOSED) this.#spoil('STRAY_QUOTE');
    return PLAIN;
  }

  /** The first fault counts. */
  #spoil(fault: RecordFault): void {
    const record = this.#record;
    if (record.fault !== undefined) return;
    record.fault = fault;
    record.faultCell = record.cells;
  }

  #endCell(index: number): void {
    const { cells, starts, ends } = this.#record;
    if (cells < CELL_LIMIT) {
      const end = index - this.#start + this.#length;
      ends[cells] = end;
      if (cells + 1 < CELL_LIMIT) starts[cells + 1] = end + 1;
    }
    this.#record.cells = cells + 1;
  }

  #endRecord(index: number, take: (record: CsvRecord) => void): void {
    const record = this.#record;
    const length = index - this.#start + this.#length;
    this.#endCell(index);
    if (length > RECORD_LIMIT && record.fault !== 'OPEN_QUOTE') this.#spoilLong();
    if (length > 0) {
      this.#place(Math.min(length, RECORD_LIMIT), index);
      take(record);
    }
    this.#carriedLength = 0;
    this.#length = 0;
    record.line = this.line;
    record.cells = 0;
    record.hasQuotes = false;
    record.fault = undefined;
  }

  #spoilLong(): void {
    const { cells, ends } = this.#record;
    const known = ends.subarray(0, Math.min(cells, CELL_LIMIT));
    const over = known.findIndex((end) => end > RECORD_LIMIT);
    this.#record.fault = 'TOO_LONG';
    this.#record.faultCell = over === -1 ? known.length - 1 : over;
  }

  /** Says where the record stands: in the chunk at hand, or in what is kept of it where it began in an earlier one. */
  #place(length: number, index: number): void {
    const record = this.#record;
    const isCarried = this.#length > 0;
    if (isCarried) this.#keep(this.#chunk.subarray(0, Math.max(index, 0)));
    record.bytes = isCarried ? this.#carried : this.#chunk;
    record.start = isCarried ? 0 : this.#start;
    record.end = record.start + length;
  }

  /** Keeps what the chunk holds of an unfinished record. */
  #carry(): void {
    const rest = this.#chunk.subarray(this.#start);
    this.#keep(rest);
    this.#length += rest.length;
  }

  #keep(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, RECORD_LIMIT - this.#carriedLength);
    this.#carried.set(kept, this.#carriedLength);
    this.#carriedLength += kept.length;
  }
}
