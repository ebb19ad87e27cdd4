import { createReadStream, existsSync, type ReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CsvRefused } from './refused.js';

/** A file of a dataset as it was found on disk. */
export interface FoundFile {
  /** The name without `.gz`. */
  readonly file: string;
  readonly path: string;
}

/** Finds `resellers.csv` or `resellers.csv.gz` in a folder. */
export function findFile(folder: string, file: string): FoundFile | undefined {
  const path = [join(folder, file), join(folder, `${file}.gz`)].find((each) => existsSync(each));
  return path === undefined ? undefined : { file, path };
}

/**
 * The bytes of a file, decompressed.
 *
 * @param onRead told how many bytes of the file on disk were read so far, for progress.
 * @throws CsvRefused (while reading) when the compressed file is damaged or cut.
 */
export async function* bytesOf(found: FoundFile, onRead?: (bytes: number) => void): AsyncIterable<Buffer> {
  const source = createReadStream(found.path);
  if (onRead) source.on('data', () => onRead(source.bytesRead));
  if (found.path.endsWith('.gz')) yield* gunzipped(source, found.file);
  else yield* source;
}

async function* gunzipped(source: ReadStream, file: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  source.once('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip);
  } catch (error) {
    if (!isZlibError(error)) throw error;
    const reason = `the compressed file is damaged or cut short (${error.message}): fetch or make it again`;
    throw new CsvRefused([{ file, line: null, column: null, value: null, reason }], {
      cause: error,
    });
  } finally {
    source.destroy();
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
