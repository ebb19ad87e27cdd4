import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../cli/data/adventureworks/', import.meta.url);

/**
 * A file of the bundled market, unpacked.
 *
 * @example readBundledFile('reseller-sales.csv.gz')
 */
export function readBundledFile(name: string): Buffer {
  const bytes = readFileSync(new URL(name, FOLDER));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/**
 * The lines of a CSV file of the bundled market, by column. A reader of its own, so that no test trusts the code it
 * tests; the bundled files quote only cells that hold a comma.
 */
export function readBundledTable(name: string): Record<string, string>[] {
  const [header = [], ...lines] = readBundledFile(name).toString().trimEnd().split(/\r?\n/).map(cellsOf);
  return lines.map((cells) =>
    Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])),
  );
}

function cellsOf(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"([^"]*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}
