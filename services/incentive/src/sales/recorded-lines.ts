import type { RecordedLines, SaleLine } from '@quyu/incentive-contracts';

/** Lines of events, as the file that they would have come in. */
export interface RecordedFile {
  readonly source: string;
  /** Names the first and the last batch that is in it. */
  readonly file: string;
  readonly lines: readonly SaleLine[];
}

/** Bounds what is held in memory for one way into the ledger. */
const MOST_LINES = 20_000;

/**
 * Puts the lines of events together by source, each batch whole and in order, so that many small events go into the ledger at once. The
 * sources are in one order for everybody: two transactions that take lines of the same wait for each other.
 */
export function filesOf(
  batches: readonly RecordedLines[],
  mostLines: number = MOST_LINES,
): readonly RecordedFile[] {
  const bySource = Map.groupBy(batches, ({ source }) => source);
  return [...bySource]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([source, ofSource]) => slicesOf(ofSource, mostLines).map((slice) => fileOf(source, slice)));
}

function slicesOf(batches: readonly RecordedLines[], mostLines: number): readonly RecordedLines[][] {
  const slices: RecordedLines[][] = [];
  let lines = Infinity;
  for (const batch of batches) {
    lines += batch.lines.length;
    if (lines > mostLines) {
      slices.push([]);
      lines = batch.lines.length;
    }
    slices.at(-1)!.push(batch);
  }
  return slices;
}

function fileOf(source: string, batches: readonly RecordedLines[]): RecordedFile {
  const [first, last] = [batches[0]!.batchId, batches.at(-1)!.batchId];
  const file = first === last ? `batch ${first}` : `batches ${first} to ${last}`;
  return { source, file, lines: batches.flatMap((batch) => batch.lines) };
}
