/** Why a record cannot be read as cells. */
export type RecordFault = 'OPEN_QUOTE' | 'STRAY_QUOTE' | 'STRAY_RETURN' | 'NUL_BYTE' | 'TOO_LONG';

/** A record as it stands in the file. It is valid only until the scanner goes on: nothing is copied. */
export interface CsvRecord {
  /** 1-based line of the file, where the record begins. */
  readonly line: number;
  /** What it stands in. */
  readonly bytes: Uint8Array;
  /** Where in `bytes` it stands, without its line end; at most {@link RECORD_LIMIT} of it. */
  readonly start: number;
  readonly end: number;
  readonly cells: number;
  /** Where each cell begins and ends, counted from `start`, quotes included; the first {@link CELL_LIMIT} only. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly hasQuotes: boolean;
  readonly fault: RecordFault | undefined;
  /** The cell that the fault is in. */
  readonly faultCell: number;
  /** False for the last record of a file that does not end in a line end. */
  readonly isTerminated: boolean;
}

/** The longest record that is read, in bytes. */
export const RECORD_LIMIT = 64 * 1024;

/** The most cells of a record whose places are kept; all of them are counted. */
export const CELL_LIMIT = 1024;
