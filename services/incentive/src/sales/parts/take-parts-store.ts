import { Readable } from 'node:stream';
import { setImmediate as pause } from 'node:timers/promises';
import type { Tx } from '../../context.js';
import type { Taking } from '../accept-store.js';
import { RECORD_LIMIT } from '../csv-record.js';
import type { ImportSizes } from '../import-sizes.js';
import { KeptBytes } from './kept-bytes.js';
import type { KnownNames } from './known-names.js';
import { MARK_COLUMNS, markRows } from './mark-rows.js';
import { PartBatch } from './part-batch.js';
import { PART_COLUMNS, type PartLines } from './part-lines.js';
import {
  attachPart,
  completePart,
  dropKnown,
  dropPart,
  hasLinesOf,
  keyPart,
  LEDGER,
  openPart,
  sumPart,
} from './part-store.js';
import type { Pieces } from '../pieces.js';
import type { RejectingFile } from '../rejection-store.js';
import type { SalesFile } from '../sales-file.js';
import { takeLater } from '../slice-store.js';
import { STAGED_COLUMNS, StagedLines } from '../staged-lines.js';
import { claimSource, LATER_TABLE } from '../staging-store.js';
import { type Accepted, addTo, type Tally } from '../tally.js';

/** A large file on its way into parts of the ledger. */
export interface LargeFile {
  readonly file: SalesFile;
  readonly pieces: Pieces;
  readonly taking: Taking;
  readonly given: () => RejectingFile;
  readonly sizes: ImportSizes;
  readonly names: KnownNames;
}

/** A part that is filled and keyed. */
interface FilledPart {
  readonly part: string;
  readonly accepted: Accepted;
  /** The marks of its quarters, see {@link markRows}. */
  readonly marks: Buffer;
}

/**
 * Takes a large file part by part, for as long as most of its lines are plain. What becomes of each line, and in which order of
 * several with one id, is the same as in slices: odd lines and conflicts go that way once all parts are there.
 */
export async function takeParts(tx: Tx, large: LargeFile, tally: Tally): Promise<void> {
  const filled: FilledPart[] = [];
  for (let kept: KeptBytes | undefined = new KeptBytes(); kept;) {
    const batch: PartBatch = new PartBatch(large.file, large.names, large.taking.currency, kept);
    filled.push(await fillPart(tx, large, batch, filled));
    kept = batch.next(RECORD_LIMIT);
  }
  for (const { part, accepted, marks } of filled) {
    await (accepted.lines > 0 ? takeIn(tx, part, marks) : dropPart(tx.db, part));
    addTo(tally, accepted);
  }
  await takeLater(tx, large.given(), tally);
}

async function takeIn(tx: Tx, part: string, marks: Buffer): Promise<void> {
  await attachPart(tx.db, part);
  await tx.copyFrom({ table: 'dirty_quarter', columns: MARK_COLUMNS, binary: Readable.from([marks]) });
}

async function fillPart(
  tx: Tx,
  { taking, pieces, sizes, names }: LargeFile,
  batch: PartBatch,
  before: readonly FilledPart[],
): Promise<FilledPart> {
  const part = await openPart(tx.db);
  const release = (rows: Uint8Array): void => batch.release(rows);
  await tx.copyFrom({ table: part, columns: PART_COLUMNS, binary: batch.rows(pieces, sizes), release });
  await completePart(tx.db, part, taking);
  await claimSource(tx.db, taking.source);
  const known = (await hasLinesOf(tx.db, taking.source)) ? [LEDGER] : [];
  const drops = [];
  for (const other of [...known, ...before.map((each) => each.part)])
    drops.push(await dropKnown(tx.db, part, other));
  const keying = keyPart(tx.db, part);
  // Once it was sent: Postgres is at work meanwhile.
  await pause();
  const marks = markRows(batch.lines.touched, names.partnerIds);
  drops.push(await keying);
  const accepted = await sumAccepted(tx, part, taking, batch.lines, drops.some(({ lines }) => lines > 0)); // prettier-ignore
  await stageRest(tx, batch, new Set([...batch.lines.odd, ...drops.flatMap(({ conflicts }) => conflicts)]));
  return { part, accepted, marks };
}

/** What was written is what is there, unless some of it was taken off or has to be converted. */
async function sumAccepted(
  { db }: Tx,
  part: string,
  taking: Taking,
  { plain, amount, hasForeign }: PartLines,
  isLess: boolean,
): Promise<Accepted> {
  const isAsWritten = !isLess && !hasForeign;
  return isAsWritten ? { lines: plain, amount: amount.total } : sumPart(db, part, taking, hasForeign);
}

/** Lines that are not in the part, odd ones and conflicts, wait for all other lines of the file. */
async function stageRest(tx: Tx, batch: PartBatch, lines: ReadonlySet<number>): Promise<void> {
  if (lines.size === 0) return;
  const csv = batch.stagedRows(lines, new StagedLines());
  await tx.copyFrom({ table: LATER_TABLE, columns: STAGED_COLUMNS, csv });
}
