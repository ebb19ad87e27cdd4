import type { Tx } from '../context.js';
import { acceptReturns, acceptSales } from './accept-store.js';
import { type RejectingFile, rejectStaged } from './rejection-store.js';
import { slicesOf } from './slices.js';
import { STAGED_COLUMNS, type StagedLines } from './staged-lines.js';
import {
  claimSource,
  clearStaging,
  countStaging,
  STAGING_TABLE,
  stageLater,
  stageReturns,
} from './staging-store.js';
import { addTo, type Tally } from './tally.js';

const LATER_AT_A_TIME = 50_000;

/** Lines on their way through the staging table. */
export interface StagedFile {
  /** For {@link RejectingFile}: what is known once the header was read. */
  readonly given: () => RejectingFile;
  /** What the rows come from. */
  readonly lines: StagedLines;
  readonly rows: AsyncGenerator<Uint8Array, void, undefined>;
  readonly sliceBytes: number;
}

/** Takes lines in slices, so that no statement and no temporary table grows with the file. Its returns wait. */
export async function takeSlices(tx: Tx, source: string, staged: StagedFile, tally: Tally): Promise<void> {
  const slices = slicesOf(staged.rows, staged.sliceBytes);
  let before = 0;
  do {
    await tx.copyFrom({ table: STAGING_TABLE, columns: STAGED_COLUMNS, csv: slices.next() });
    await countStaging(tx.db);
    await claimSource(tx.db, source);
    const lines = staged.lines.lines - before;
    // A slice without lines may be a file without a header yet.
    if (lines > 0) await takeSales(tx, staged.given(), lines, tally);
    before = staged.lines.lines;
  } while (!slices.isOver());
}

async function takeSales(tx: Tx, given: RejectingFile, lines: number, tally: Tally): Promise<void> {
  const accepted = await acceptSales(tx.db, given);
  addTo(tally, accepted);
  if (accepted.lines < lines) addTo(tally, await rejectStaged(tx.db, given, 'sales'));
  await clearStaging(tx.db);
}

/** Takes the lines that have waited until all others of their file were there. */
export async function takeLater(tx: Tx, given: RejectingFile, tally: Tally): Promise<void> {
  let brought = await stageLater(tx.db, 0, LATER_AT_A_TIME);
  while (brought.lines > 0) {
    await countStaging(tx.db);
    await takeSales(tx, given, brought.lines, tally);
    brought = await stageLater(tx.db, brought.last, LATER_AT_A_TIME);
  }
}

/** The returns of a file come after all its sales: what they return may stand behind them. */
export async function takeReturns(tx: Tx, given: RejectingFile, tally: Tally): Promise<void> {
  const returns = await stageReturns(tx.db);
  if (returns === 0) return;
  const accepted = await acceptReturns(tx.db, given);
  addTo(tally, accepted);
  if (accepted.lines < returns) addTo(tally, await rejectStaged(tx.db, given, 'returns'));
}
