import { Readable } from 'node:stream';
import { type Info, type Options, parse } from 'csv-parse';
import { bytesOf, type FoundFile } from './open.js';
import { checkUtf8 } from './utf8.js';

/** A record of a file with the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Lenient where nothing is lost by it: how wide a line is and what its cells hold is judged later, cell by cell. */
export const DIALECT = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  record_delimiter: ['\r\n', '\n'],
  max_record_size: 16 * 1024 * 1024,
} satisfies Options;

/** Streams the records of a file, the header first. The file must have passed {@link inspectCsv}. */
export async function* recordsOf(found: FoundFile): AsyncIterable<CsvRecord> {
  const source = Readable.from(checkUtf8(bytesOf(found)));
  const parser = parse({ ...DIALECT, info: true });
  source.once('error', (error) => parser.destroy(error));
  const lines = new LineCounter();
  type Item = { record: string[]; info: Info };
  for await (const { record, info } of source.pipe(parser) as AsyncIterable<Item>) {
    yield { line: lines.take(record, info.empty_lines), cells: record };
  }
}

/** Counts on which line each record begins: csv-parse counts a CRLF inside a quoted cell twice. */
export class LineCounter {
  #next = 1;
  #emptyLines = 0;

  /** The line on which the next record begins, given how many empty lines there were so far. */
  peek(emptyLines: number): number {
    return this.#next + emptyLines - this.#emptyLines;
  }

  /** The line on which this record begins; the next one is then looked for after it. */
  take(record: readonly string[], emptyLines: number): number {
    const line = this.peek(emptyLines);
    const breaks = record.reduce(
      (sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0),
      0,
    );
    this.#next = line + 1 + breaks;
    this.#emptyLines = emptyLines;
    return line;
  }
}
