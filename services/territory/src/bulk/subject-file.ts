import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { type BulkLine, check, type Fault, type Problem, platformErrors } from '@quyu/plugin-kit';
import { type PlacementSubject, placementSubjectSchema } from '@quyu/territory-contracts';
import { CsvError, type Info, parse } from 'csv-parse';

/** The longest record in characters: a quote that is never closed must not take the rest of the file into memory. */
const LONGEST_RECORD = 64 * 1024;

const DIALECT = {
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  record_delimiter: ['\r\n', '\n'],
  max_record_size: LONGEST_RECORD,
};

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What the columns of a file say. */
interface Columns {
  readonly names: readonly string[];
  readonly code: number;
}

/**
 * Reads subjects from a CSV file: `code`, and a column for each attribute. A record that is wrong becomes its faults, and the rest
 * go on.
 *
 * @param objectionTo why an attribute cannot be: asked once for each column.
 * @throws Problem (while it is read) INVALID_REQUEST for a header that is wrong, bytes that are not UTF-8, or a record without an end.
 */
export async function* subjectsOfFile(
  bytes: AsyncIterable<Uint8Array>,
  objectionTo: (attribute: string) => Omit<Fault, 'pointer'> | undefined,
): AsyncGenerator<BulkLine<PlacementSubject>, void, undefined> {
  let columns: Columns | undefined;
  for await (const row of rowsOf(bytes)) {
    if (columns) yield subjectOf(row, columns);
    else columns = readHeader(row, objectionTo);
  }
  if (!columns) throw invalidAt(1, 'missing_header', 'the file is empty: its first line names the columns');
}

function readHeader(
  { line, cells }: Row,
  objectionTo: (attribute: string) => Omit<Fault, 'pointer'> | undefined,
): Columns {
  const code = cells.indexOf('code');
  if (code === -1) throw invalidAt(line, 'missing_column', 'there is no column "code"');
  const twice = cells.find((name, at) => cells.indexOf(name) !== at);
  if (twice !== undefined) throw invalidAt(line, 'duplicate_column', `the column "${twice}" is there twice`);
  for (const [at, name] of cells.entries()) {
    const objection = at === code ? undefined : objectionTo(name);
    if (objection) throw invalidAt(line, objection.code, objection.message);
  }
  return { names: cells, code };
}

function subjectOf({ line, cells }: Row, { names, code }: Columns): BulkLine<PlacementSubject> {
  if (cells.length !== names.length) {
    const message = `has ${cells.length} cells, the header has ${names.length}`;
    return { line, ok: false, faults: [{ pointer: '', code: 'wrong_cells', message }] };
  }
  const attributes: Record<string, string> = {};
  for (const [at, name] of names.entries())
    if (at !== code && cells[at] !== '') attributes[name] = cells[at]!;
  const parsed = check(placementSubjectSchema, { code: cells[code], attributes });
  return parsed.ok ? { line, ok: true, value: parsed.value } : { line, ok: false, faults: parsed.faults };
}

async function* rowsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row, void, undefined> {
  const source = Readable.from(decoded(bytes));
  const parser = parse(DIALECT);
  source.once('error', (error) => parser.destroy(error));
  type Item = { readonly record: readonly string[]; readonly info: Info };
  let [next, emptyBefore] = [1, 0];
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<Item>) {
      const line = next + info.empty_lines - emptyBefore;
      yield { line, cells: record };
      // The parser counts a CRLF inside a quoted cell twice.
      next = line + 1 + record.reduce((sum, cell) => sum + breaksIn(cell), 0);
      emptyBefore = info.empty_lines;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // It fails before it has given what it read: it knows better than we where that was.
    throw invalidAt(Math.max(next, Number(error['lines'])), 'malformed_record', error.message);
  } finally {
    source.destroy();
  }
}

function breaksIn(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  for await (const chunk of bytes) {
    const text = decode(decoder, chunk, line);
    line += breaksIn(text);
    yield text;
  }
  decode(decoder, undefined, line);
}

/** @param line the line that the bytes begin in. */
function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, line: number): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalidAt(line, 'not_utf8', `in or after line ${line} the file is not UTF-8`);
  }
}

function invalidAt(line: number, code: string, message: string): Problem {
  return platformErrors.INVALID_REQUEST({
    detail: `line ${line}: ${message}`,
    errors: [{ pointer: `/body/${line}`, code, message }],
  });
}
