/** Something wrong at one place of a file. A place is null where there is none: a missing file has no line. */
export interface CsvFault {
  readonly file: string;
  /** 1-based, the header included: where the record begins. */
  readonly line: number | null;
  readonly column: string | null;
  readonly value: string | null;
  readonly reason: string;
}

/** How many faults are kept to be shown; all of them are counted. */
export const FAULTS_SHOWN = 20;

const VALUE_SHOWN = 80;

/** The rejected lines of a dataset: all counted, their first {@link FAULTS_SHOWN} faults kept. */
export class FaultLog {
  readonly first: CsvFault[] = [];
  #lines = 0;

  /** How many lines were rejected. */
  get lines(): number {
    return this.#lines;
  }

  /** Notes what was wrong with one rejected line. */
  addLine(...faults: CsvFault[]): void {
    this.#lines += 1;
    const room = FAULTS_SHOWN - this.first.length;
    for (const { value, ...fault } of faults.slice(0, room)) {
      this.first.push({ ...fault, value: shorten(value) });
    }
  }

  /** Counts rejected lines of which nothing more is known. */
  addUnseen(lines: number): void {
    this.#lines += lines;
  }
}

function shorten(value: string | null): string | null {
  return value !== null && value.length > VALUE_SHOWN ? `${value.slice(0, VALUE_SHOWN)}…` : value;
}

/** Where a fault is, in words: `resellers.csv, line 12, column AnnualSales`. */
export function placeOf({ file, line, column }: CsvFault): string {
  const parts = [file, line === null ? '' : `line ${line}`, column === null ? '' : `column ${column}`];
  return parts.filter((part) => part !== '').join(', ');
}

/** A fault in one line of text: `resellers.csv, line 12, column AnnualSales: is not a number: "lots"`. */
export function describeFault(fault: CsvFault): string {
  const value = shorten(fault.value);
  return `${placeOf(fault)}: ${fault.reason}${value === null ? '' : `: ${JSON.stringify(value)}`}`;
}
