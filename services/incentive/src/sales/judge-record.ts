import type { RejectedSale } from '@quyu/incentive-contracts';
import { type Cell, cellText, isAmount, isBlank, isDate, isQuantity, readCell, textOf } from './cells.js';
import { CELL_LIMIT, type CsvRecord, RECORD_LIMIT, type RecordFault } from './csv-scanner.js';
import type { SalesField, SalesLayout } from './sales-columns.js';

export type RejectionCode = RejectedSale['code'];

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
/** The longest order number, product, partner or salesperson code, in characters. */
const CODE_LIMIT = 200;

/** Says what is wrong with lines as far as it shows in a line itself. */
export class LineJudge {
  /** Filled in by {@link judge} for every line that is not malformed. */
  readonly cells: SaleCells = newCells();
  readonly #layout: SalesLayout;
  readonly #steps: readonly { readonly place: number; readonly cell: Cell; readonly check: Check }[];

  constructor(layout: SalesLayout) {
    this.#layout = layout;
    this.#steps = layout.fields.map(({ field, place }) => ({
      place,
      cell: this.cells[field],
      check: CHECKS[field],
    }));
  }

  /** @returns the first fault in the order of the columns. */
  judge(record: CsvRecord): LineFault | undefined {
    const formFault = judgeForm(record, this.#layout);
    if (formFault) return formFault;
    let fault: LineFault | undefined;
    for (const { place, cell, check } of this.#steps) {
      readCell(record, place, cell);
      const code = check(record.bytes, cell);
      if (code !== undefined) fault ??= valueFault(record, this.#layout, code, place, cell);
    }
    return fault;
  }
}

function newCells(): SaleCells {
  const cell = (): Cell => ({ start: 0, end: 0, isQuoted: false });
  return {
    order: cell(),
    date: cell(),
    product: cell(),
    partner: cell(),
    salesperson: cell(),
    quantity: cell(),
    amount: cell(),
  };
}

type Check = (bytes: Uint8Array, cell: Cell) => RejectionCode | undefined;

const checkCode: Check = (bytes, cell) => {
  if (isBlank(bytes, cell)) return 'MISSING_VALUE';
  const isLong = cell.end - cell.start > CODE_LIMIT && cellText(bytes, cell).length > CODE_LIMIT;
  return isLong ? 'MALFORMED_LINE' : undefined;
};

const CHECKS: Readonly<Record<SalesField, Check>> = {
  order: checkCode,
  product: checkCode,
  partner: checkCode,
  salesperson: checkCode,
  date: (bytes, cell) => {
    if (isDate(bytes, cell)) return undefined;
    return isBlank(bytes, cell) ? 'MISSING_VALUE' : 'NOT_A_DATE';
  },
  quantity: (bytes, cell) => (isQuantity(bytes, cell) ? undefined : 'NOT_A_QUANTITY'),
  amount: (bytes, cell) => {
    if (isAmount(bytes, cell)) return undefined;
    return isBlank(bytes, cell) ? 'MISSING_VALUE' : 'NOT_AN_AMOUNT';
  },
};

const REASONS: Partial<Record<RejectionCode, string>> = {
  MALFORMED_LINE: `is longer than ${CODE_LIMIT} characters`,
  MISSING_VALUE: 'is missing',
  NOT_A_DATE: 'is not a date of the calendar in the form YYYY-MM-DD, from 1900 to 2199',
  NOT_A_QUANTITY: 'is not a whole number above zero, of at most 9 digits',
  NOT_AN_AMOUNT: 'is not an amount of zero or more with at most 11 digits and 2 decimals',
};

function valueFault(
  record: CsvRecord,
  layout: SalesLayout,
  code: RejectionCode,
  place: number,
  cell: Cell,
): LineFault {
  const column = layout.columns[place]!;
  const value = cellText(record.bytes, cell).slice(0, VALUE_SHOWN);
  return { rank: place, column, code, value, reason: `${column} ${REASONS[code] ?? code}` };
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
  const kept = record.bytes.length;
  const start = Math.min(record.starts[place]!, kept);
  // Four bytes is the longest character: no need to read a megabyte to show 200 characters of it.
  const end = Math.min(record.ends[place]!, kept, start + VALUE_SHOWN * 4);
  return textOf(record.bytes, start, end).slice(0, VALUE_SHOWN);
}
