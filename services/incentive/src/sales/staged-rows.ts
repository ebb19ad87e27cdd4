import type { Pieces } from './pieces.js';
import type { SalesFile } from './sales-file.js';
import type { StagedLines } from './staged-lines.js';

/** Rows are handed on in pieces of about this many bytes. */
export const PIECE = 64 * 1024;

/** All that is left of a file, as rows for the staging table. */
export async function* stagedRows(
  file: SalesFile,
  pieces: Pieces,
  staged: StagedLines,
): AsyncGenerator<Buffer, void, undefined> {
  for (let chunk = await pieces.next(); chunk; chunk = await pieces.next()) {
    file.read(chunk, staged);
    if (staged.length >= PIECE) yield staged.take();
  }
  if (!file.isOver) file.end(staged);
  if (staged.length > 0) yield staged.take();
}
