import type { CsvFault, FaultLog } from './fault.js';
import type { Column } from './columns.js';
import type { CsvLayout, RowOf } from './layout.js';
import type { Filed } from '../filed.js';
import { findFile } from './open.js';
import { type CsvRecord, recordsOf } from './records.js';

/**
 * Streams the good lines of a file, typed by its layout; the others go to the log, a fault a cell. The file must have
 * passed {@link inspectCsv}.
 *
 * @example for await (const { line, body } of rowsOf(resellersLayout, folder, faults)) console.log(line, body.code);
 */
export async function* rowsOf<L extends CsvLayout>(
  layout: L,
  folder: string,
  faults: FaultLog,
): AsyncIterable<Filed<RowOf<L>>> {
  const found = findFile(folder, layout.file);
  if (!found) throw new Error(`${layout.file} went away while it was being imported`);
  let header: readonly string[] | undefined;
  for await (const record of recordsOf(found)) {
    if (!header) {
      header = record.cells;
      continue;
    }
    const body = readRow(layout, header, record, faults);
    if (body) yield { line: record.line, body };
  }
}

function readRow<L extends CsvLayout>(
  layout: L,
  header: readonly string[],
  { line, cells }: CsvRecord,
  faults: FaultLog,
): RowOf<L> | undefined {
  const { file } = layout;
  if (cells.length !== header.length) {
    const reason = `the line has ${cells.length} cells, the header ${header.length}`;
    faults.addLine({ file, line, column: null, value: null, reason });
    return undefined;
  }
  const values: [string, unknown][] = [];
  const bad: CsvFault[] = [];
  for (const [name, column] of Object.entries<Column<unknown>>(layout.columns)) {
    const text = cells[header.indexOf(column.name)] ?? '';
    const cell = column.read(text);
    if (cell.ok) values.push([name, cell.value]);
    else bad.push({ file, line, column: column.name, value: text, reason: cell.reason });
  }
  if (bad.length === 0) return Object.fromEntries(values) as RowOf<L>;
  faults.addLine(...bad);
  return undefined;
}
