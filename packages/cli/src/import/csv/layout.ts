import type { Column } from './columns.js';

/** Columns by the name a row has for them. */
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** What is known of a file of a dataset before it is opened. */
export interface CsvLayout<C extends Columns = Columns> {
  /** Its name without `.gz`: a compressed file is taken under the same name. */
  readonly file: string;
  readonly columns: C;
  /** Columns that may be there and are not needed. Any other refuses the file, so that a misspelt one is seen. */
  readonly ignored: readonly string[];
}

/** The values of a line by the names of the layout's columns. */
export type RowOf<L extends CsvLayout> = {
  readonly [Name in keyof L['columns']]: L['columns'][Name] extends Column<infer T> ? T : never;
};

/** Why a header line does not fit a layout. */
export interface HeaderFault {
  readonly column: string | null;
  readonly value: string | null;
  readonly reason: string;
}

/** Compares a header line with what a layout needs. */
export function checkHeader(layout: CsvLayout, header: readonly string[]): HeaderFault | undefined {
  const needed = Object.values(layout.columns).map(({ name }) => name);
  const known = new Set([...needed, ...layout.ignored]);
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) return { column: twice, value: twice, reason: 'the column is there twice' };
  const unknown = header.find((name) => !known.has(name));
  if (unknown !== undefined) {
    return { column: unknown, value: unknown, reason: `unknown column; known are ${[...known].join(', ')}` };
  }
  const missing = needed.find((name) => !header.includes(name));
  if (missing === undefined) return undefined;
  return { column: missing, value: null, reason: 'the column is missing' };
}
