import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import type { CsvFault } from './fault.js';
import { checkHeader, type CsvLayout } from './layout.js';
import { bytesOf, findFile, type FoundFile } from './open.js';
import { DIALECT, LineCounter } from './records.js';
import { CsvRefused } from './refused.js';
import { checkUtf8, NotText } from './utf8.js';

const QUOTE = 0x22;
const LF = 0x0a;
const NOT_UTF8 = 'is not UTF-8: save the file as UTF-8';
const TOO_LONG = 'the line is too long to be one of a CSV file';
const OPEN_QUOTE = 'the file ends inside a quoted cell: it was cut short, or a quote is not closed';

type Place = Omit<CsvFault, 'file'>;

/**
 * Looks through a whole file for what would make it unusable: missing, damaged, not UTF-8, other columns, cut inside
 * a quoted cell. Lines with faults of their own are not judged here.
 *
 * @returns the fault, or undefined when the file can be taken.
 */
export async function inspectCsv(layout: CsvLayout, folder: string): Promise<CsvFault | undefined> {
  const { file } = layout;
  const found = findFile(folder, file);
  if (!found) return { file, ...place(null, `there is no ${file} or ${file}.gz in ${folder}`) };
  try {
    const fault = await inspectFound(layout, found);
    return fault && { file, ...fault };
  } catch (error) {
    if (error instanceof CsvRefused) return error.faults[0];
    throw error;
  }
}

async function inspectFound(layout: CsvLayout, found: FoundFile): Promise<Place | undefined> {
  const { firstLine, hasQuotes, notText } = await scan(found);
  const header = cellsOf(firstLine);
  if (notText) return describeBytes(notText, header);
  if (header.length === 0) return place(1, 'the file is empty: it has no header line');
  const wrong = checkHeader(layout, header);
  if (wrong) return { line: 1, ...wrong };
  return hasQuotes ? findOpenQuote(found, header) : undefined;
}

interface Scan {
  readonly firstLine: string;
  readonly hasQuotes: boolean;
  readonly notText?: NotText;
}

/** Reads to the end, so that compression and encoding are known to be sound. */
async function scan(found: FoundFile): Promise<Scan> {
  let firstLine: string | undefined;
  let hasQuotes = false;
  try {
    for await (const block of checkUtf8(bytesOf(found))) {
      firstLine ??= block.subarray(0, block.includes(LF) ? block.indexOf(LF) : block.length).toString();
      hasQuotes ||= block.includes(QUOTE);
    }
    return { firstLine: firstLine ?? '', hasQuotes };
  } catch (error) {
    if (error instanceof NotText) return { firstLine: firstLine ?? '', hasQuotes, notText: error };
    throw error;
  }
}

/** Parses without keeping anything, only to see whether every quote is closed: a file without quotes needs no look. */
async function findOpenQuote(found: FoundFile, header: readonly string[]): Promise<Place | undefined> {
  const lines = new LineCounter();
  const count = (record: string[], { empty_lines }: { empty_lines: number }): null => {
    lines.take(record, empty_lines);
    return null;
  };
  try {
    const parser = parse({ ...DIALECT, on_record: count });
    await Readable.from(checkUtf8(bytesOf(found)))
      .pipe(parser)
      .resume()
      .toArray();
    return undefined;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lines.peek(Number(error['empty_lines']));
    return { ...place(line, OPEN_QUOTE), column: header[Number(error['column'])] ?? null };
  }
}

function describeBytes({ line, text }: NotText, header: readonly string[]): Place {
  if (text === null) return place(line, TOO_LONG);
  const cells = cellsOf(text);
  const index = cells.findIndex((cell) => cell.includes('\uFFFD'));
  return { line, column: header[index] ?? null, value: cells[index] ?? null, reason: NOT_UTF8 };
}

function cellsOf(line: string): string[] {
  try {
    const [cells] = parseSync(line, { bom: true, relax_quotes: true, relax_column_count: true });
    return cells ?? [];
  } catch (error) {
    // A line that is no record by itself, such as a piece of a longer cell.
    if (error instanceof CsvError) return [line];
    throw error;
  }
}

function place(line: number | null, reason: string): Place {
  return { line, column: null, value: null, reason };
}
