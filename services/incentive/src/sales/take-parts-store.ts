import type { Tx } from '../context.js';
import type { Accepted, Taking } from './accept-store.js';
import { RECORD_LIMIT } from './csv-record.js';
import type { ImportSizes } from './import-sizes.js';
import { KeptBytes } from './kept-bytes.js';
import type { KnownNames } from './known-names-store.js';
import { PartBatch } from './part-batch.js';
import { PART_COLUMNS, type PartLines } from './part-lines.js';
import {
  attachPart,
  dropKnown,
  dropPart,
  hasLinesOf,
  keyPart,
  NOTHING_DROPPED,
  openPart,
  sumPart,
} from './part-store.js';
import type { Pieces } from './pieces.js';
import type { RejectingFile } from './rejection-store.js';
import type { SalesFile } from './sales-file.js';
import { takeSlices } from './slice-store.js';
import { StagedLines } from './staged-lines.js';
import { claimSource } from './staging-store.js';
import { addTo, type Tally } from './tally.js';

/** A large file on its way into parts of the ledger. */
export interface LargeFile {
  readonly file: SalesFile;
  readonly pieces: Pieces;
  readonly taking: Taking;
  readonly given: () => RejectingFile;
  readonly sizes: ImportSizes;
  readonly names: KnownNames;
}

/**
 * Takes a large file part by part, for as long as most of its lines are plain. What becomes of each line, and in which order of
 * several with one id, is the same as in slices: odd lines and conflicts go that way once the part they belong to is there.
 */
export async function takeParts(tx: Tx, large: LargeFile, tally: Tally): Promise<void> {
  const { names } = large;
  for (let kept: KeptBytes | undefined = new KeptBytes(); kept;) {
    const batch: PartBatch = new PartBatch(large.file, names, large.taking.currency, kept);
    await takePart(tx, large, batch, tally);
    kept = batch.next(RECORD_LIMIT);
  }
}

async function takePart(tx: Tx, large: LargeFile, batch: PartBatch, tally: Tally): Promise<void> {
  const { taking, pieces, given, sizes } = large;
  const part = await openPart(tx.db, taking);
  await tx.copyFrom({ table: part, columns: PART_COLUMNS, binary: batch.rows(pieces, sizes.part) });
  await claimSource(tx.db, taking.source);
  const mayBeKnown = tally.accepted > 0 || (await hasLinesOf(tx.db, taking.source));
  const known = mayBeKnown ? await dropKnown(tx.db, part) : NOTHING_DROPPED;
  const keying = keyPart(tx.db, part);
  // Meanwhile Postgres is at work.
  const touched = batch.lines.touched();
  const again = await keying;
  const dropped = known.lines + again.lines;
  const accepted = await sumAccepted(tx, part, taking, batch.lines, dropped);
  await (accepted.lines > 0 ? attachPart(tx.db, part, touched) : dropPart(tx.db, part));
  addTo(tally, accepted);
  const rest = new Set([...batch.lines.odd, ...known.conflicts, ...again.conflicts]);
  if (rest.size === 0) return;
  const lines = new StagedLines();
  const rows = batch.stagedRows(rest, lines);
  await takeSlices(tx, taking.source, { given, lines, rows, sliceBytes: sizes.slice }, tally);
}

/** What was written is what is there, unless some of it was taken off or has to be converted. */
async function sumAccepted(
  { db }: Tx,
  part: string,
  taking: Taking,
  { plain, amount, hasForeign }: PartLines,
  dropped: number,
): Promise<Accepted> {
  const isAsWritten = dropped === 0 && !hasForeign;
  return isAsWritten ? { lines: plain, amount: amount.total } : sumPart(db, part, taking, hasForeign);
}
