import { setImmediate as pause } from 'node:timers/promises';
import type { ImportSizes } from '../import-sizes.js';
import type { KeptBytes } from './kept-bytes.js';
import type { KnownNames } from './known-names.js';
import { PartLines } from './part-lines.js';
import type { Pieces } from '../pieces.js';
import type { SalesFile } from '../sales-file.js';
import { PIECE } from '../staged-rows.js';
import type { StagedLines } from '../staged-lines.js';

/** Of a file with more odd lines than this share the rest goes the way of small files. */
const MOST_ODD = 0.2;

/** As much of a file as fills one part of the ledger; its bytes are held in memory until its odd lines are taken too. */
export class PartBatch {
  readonly lines: PartLines;
  readonly #file: SalesFile;
  readonly #kept: KeptBytes;

  constructor(file: SalesFile, names: KnownNames, currency: string, kept: KeptBytes) {
    this.#file = file;
    this.#kept = kept;
    this.lines = new PartLines(names, currency);
  }

  /** Reads on, beyond what it begins with. @returns rows of the part, as Postgres copies them. */
  async *rows(
    pieces: Pieces,
    { part, slice }: Pick<ImportSizes, 'part' | 'slice'>,
  ): AsyncGenerator<Buffer, void, undefined> {
    // Odd lines go through memory twice: from a slice on it shows whether the rest is worth it.
    for (let read = 0; read < part && !(read >= slice && this.#isOdd());) {
      const chunk = await pieces.next(Math.min(part - read, slice));
      read += chunk?.length ?? 0;
      if (!chunk) {
        this.#file.end(this.lines);
        break;
      }
      this.#kept.push(chunk);
      this.#file.read(chunk, this.lines);
      if (this.lines.length >= PIECE) yield this.lines.take();
    }
    yield this.lines.takeLast();
  }

  /** Nobody needs rows of the part any more that were handed on. */
  release(rows: Uint8Array): void {
    this.lines.release(rows);
  }

  /** @param lines of this batch. @returns them as rows for the staging table. */
  async *stagedRows(
    lines: ReadonlySet<number>,
    staged: StagedLines,
  ): AsyncGenerator<Buffer, void, undefined> {
    for (const _ of this.#file.reread(this.#kept, lines, staged)) {
      if (staged.length >= PIECE) yield staged.take();
      // Nothing else waits here for as long as few of the lines are wanted: all others have their turn.
      await pause();
    }
    if (staged.length > 0) yield staged.take();
  }

  /** What the next batch begins with; nothing where none should follow. */
  next(recordLimit: number): KeptBytes | undefined {
    const { begun, isOver } = this.#file;
    if (isOver || this.#isOdd() || begun.length > recordLimit) return undefined;
    return this.#kept.last(begun);
  }

  #isOdd(): boolean {
    const { odd, plain } = this.lines;
    return odd.length > (odd.length + plain) * MOST_ODD;
  }
}
