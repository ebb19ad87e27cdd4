import { digitsOf } from '../currencies/currencies.js';
import { type Cell, cellText, isBlank, readCell, signOf, textOf } from './cells.js';
import { CHECKS, REASONS } from './check-cell.js';
import { CELL_LIMIT, type CsvRecord, RECORD_LIMIT, type RecordFault } from './csv-record.js';
import type { RejectionCode } from './rejection-code.js';
import { OPTIONAL_FIELDS, SALES_FIELDS, type SalesField, type SalesLayout } from './sales-columns.js';

/** What is wrong with a line. */
export interface LineFault {
  /** Of several faults of a line the one with the lowest rank counts: that of the first column. */
  readonly rank: number;
  readonly column: string | null;
  readonly code: RejectionCode;
  readonly value: string | null;
  readonly reason: string;
}

/** The cells of a line by what they say; used again for every line. */
export type SaleCells = Readonly<Record<SalesField, Cell>>;

/** A line that cannot be read at all has no other faults. */
export const MALFORMED_RANK = -1;
const VALUE_SHOWN = 200;

interface JudgedColumn {
  readonly field: SalesField;
  readonly place: number;
  readonly cell: Cell;
  readonly check: (typeof CHECKS)[SalesField];
  readonly isOptional: boolean;
}

/** Says what is wrong with lines as far as it shows in a line itself. */
export class LineJudge {
  /** Filled in by {@link judge} for every line that is not malformed. */
  readonly cells: SaleCells = newCells();
  /** Decimals of the currency of the line that was judged last. */
  currencyDigits: number;
  readonly #layout: SalesLayout;
  readonly #columns: readonly JudgedColumn[];
  readonly #fileDigits: number;

  /** @param currency that of the lines which do not name another. */
  constructor(layout: SalesLayout, currency: string) {
    this.#layout = layout;
    this.#columns = layout.fields.map(({ field, place }) => ({
      field,
      place,
      cell: this.cells[field],
      check: CHECKS[field],
      isOptional: OPTIONAL_FIELDS.some((optional) => optional === field),
    }));
    this.#fileDigits = digitsOf(currency) ?? 2;
    this.currencyDigits = this.#fileDigits;
  }

  /** @returns the first fault in the order of the columns. */
  judge(record: CsvRecord): LineFault | undefined {
    const formFault = judgeForm(record, this.#layout);
    if (formFault) return formFault;
    for (const { place, cell } of this.#columns) readCell(record, place, cell);
    const currencyCode = this.#readCurrency(record);
    for (const column of this.#columns) {
      const code = column.field === 'currencyColumn' ? currencyCode : this.#check(record, column);
      if (code !== undefined) return this.#fault(record, code, column.field);
    }
    return this.#judgeSigns(record);
  }

  /** Comes first, wherever its column stands: how many decimals an amount may have depends on it. */
  #readCurrency({ bytes }: CsvRecord): RejectionCode | undefined {
    const cell = this.cells.currencyColumn;
    this.currencyDigits = this.#fileDigits;
    if (isBlank(bytes, cell)) return undefined;
    const digits = digitsOf(cellText(bytes, cell));
    this.currencyDigits = digits ?? 2;
    return digits === undefined ? 'UNKNOWN_CURRENCY' : undefined;
  }

  #check({ bytes }: CsvRecord, { cell, check, isOptional }: JudgedColumn): RejectionCode | undefined {
    return isOptional && isBlank(bytes, cell) ? undefined : check(bytes, cell, this.currencyDigits);
  }

  #fault(record: CsvRecord, code: RejectionCode, field: SalesField, reason?: string): LineFault {
    return valueFault(record, this.#layout, code, this.#layout.placeOf[field], this.cells[field], reason);
  }

  /** What comes back is below zero and says which line it returns; all else is above. */
  #judgeSigns(record: CsvRecord): LineFault | undefined {
    const { bytes } = record;
    const quantity = signOf(bytes, this.cells.quantity);
    const amount = signOf(bytes, this.cells.amount);
    if (isBlank(bytes, this.cells.returns)) {
      if (quantity < 0) return this.#fault(record, 'RETURN_WITHOUT_ORIGINAL', 'quantity');
      if (amount < 0) return this.#fault(record, 'RETURN_WITHOUT_ORIGINAL', 'amount');
      return quantity === 0 ? this.#fault(record, 'NOT_A_QUANTITY', 'quantity') : undefined;
    }
    if (quantity > 0) return this.#fault(record, 'NOT_A_RETURN', 'quantity');
    if (amount > 0) return this.#fault(record, 'NOT_A_RETURN', 'amount');
    return quantity === 0 && amount === 0
      ? this.#fault(record, 'NOT_A_RETURN', 'returns', 'gives nothing back')
      : undefined;
  }
}

function newCells(): SaleCells {
  const cells = [...SALES_FIELDS, ...OPTIONAL_FIELDS].map((field) => [
    field,
    { start: 0, end: 0, isQuoted: false },
  ]);
  return Object.fromEntries(cells) as Record<SalesField, Cell>;
}

function valueFault(
  record: CsvRecord,
  layout: SalesLayout,
  code: RejectionCode,
  place: number,
  cell: Cell,
  reason: string = REASONS[code] ?? code,
): LineFault {
  const column = layout.columns[place]!;
  const value = cellText(record.bytes, cell).slice(0, VALUE_SHOWN);
  return { rank: place, column, code, value, reason: `${column} ${reason}` };
}

/** Judges the line as a whole: can its cells be told apart, and are they as many as the header's? */
function judgeForm(record: CsvRecord, { columns }: SalesLayout): LineFault | undefined {
  if (record.fault !== undefined) return recordFault(record, columns, record.fault);
  if (record.cells === columns.length) return undefined;
  const reason = `has ${record.cells} cells, but the header has ${columns.length}`;
  const surplus = record.cells > columns.length;
  return malformed(
    reason,
    surplus ? null : columns[record.cells]!,
    surplus ? valueAt(record, columns.length) : null,
  );
}

const FORM_REASONS: Readonly<Record<RecordFault, string>> = {
  OPEN_QUOTE: 'opens a quote that is never closed',
  STRAY_QUOTE: 'has a quote that is neither around a cell nor doubled inside one',
  STRAY_RETURN: 'has a carriage return that does not end the line',
  NUL_BYTE: 'has a NUL byte',
  TOO_LONG: `makes the line longer than ${RECORD_LIMIT} bytes`,
};

function recordFault(record: CsvRecord, columns: readonly string[], fault: RecordFault): LineFault {
  const column = columns[record.faultCell] ?? null;
  return malformed(
    `${column ?? 'the line'} ${FORM_REASONS[fault]}`,
    column,
    valueAt(record, record.faultCell),
  );
}

function malformed(reason: string, column: string | null, value: string | null): LineFault {
  return { rank: MALFORMED_RANK, column, code: 'MALFORMED_LINE', value, reason };
}

function valueAt(record: CsvRecord, place: number): string | null {
  if (place >= Math.min(record.cells, CELL_LIMIT)) return null;
  const start = Math.min(record.start + record.starts[place]!, record.end);
  // Four bytes is the longest character: no need to read a megabyte to show 200 characters of it.
  const end = Math.min(record.start + record.ends[place]!, record.end, start + VALUE_SHOWN * 4);
  return textOf(record.bytes, start, end).slice(0, VALUE_SHOWN);
}
