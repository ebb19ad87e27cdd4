import {
  type BulkLine,
  type BulkSummary,
  type Fault,
  REJECTIONS_SHOWN,
  type RejectedLine,
} from '@quyu/contract-kit';

/** Lines of a bulk request that share a transaction. */
const CHUNK = 500;

/** A line that parsed. */
export type Line<T> = Extract<BulkLine<T>, { readonly ok: true }>;

/** What a line comes to: something to write, nothing, or a rejection. */
export type Judgement<T = unknown> =
  | { readonly kind: 'new'; readonly value: T }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/**
 * Takes the lines of a bulk request in chunks of 500, one after the other, and sums up. Lines that did not parse are
 * rejected; `take` judges the others and writes what is new, usually in one transaction a chunk.
 *
 * @param take gives one judgement a line, in the order of the lines.
 * @example bulk: ({ body }) => takeLines(body, (chunk) => ctx.transaction((tx) => enrol(tx, chunk)))
 */
export async function takeLines<T>(
  lines: AsyncIterable<BulkLine<T>>,
  take: (chunk: readonly Line<T>[]) => Promise<readonly Judgement[]>,
): Promise<BulkSummary> {
  let summary: BulkSummary = { created: 0, unchanged: 0, rejected: 0, rejections: [] };
  for await (const chunk of chunksOf(lines)) {
    const parsed = chunk.filter((line) => line.ok);
    const judged = parsed.length > 0 ? await take(parsed) : [];
    const unparsed = chunk.filter((line) => !line.ok).map(({ line, faults }) => ({ line, faults }));
    summary = addTo(summary, judged, [...unparsed, ...rejectionsAmong(parsed, judged)]);
  }
  return summary;
}

/** The values to write, in their order. */
export function newValues<T>(judgements: readonly Judgement<T>[]): readonly T[] {
  return judgements.flatMap((judgement) => (judgement.kind === 'new' ? [judgement.value] : []));
}

function rejectionsAmong(
  lines: readonly Line<unknown>[],
  judged: readonly Judgement[],
): readonly RejectedLine[] {
  return judged.flatMap((judgement, index) =>
    judgement.kind === 'faulty' ? [{ line: lines[index]!.line, faults: judgement.faults }] : [],
  );
}

function addTo(
  summary: BulkSummary,
  judged: readonly Judgement[],
  rejections: readonly RejectedLine[],
): BulkSummary {
  const shown = [...summary.rejections, ...rejections.toSorted((a, b) => a.line - b.line)];
  return {
    created: summary.created + judged.filter(({ kind }) => kind === 'new').length,
    unchanged: summary.unchanged + judged.filter(({ kind }) => kind === 'unchanged').length,
    rejected: summary.rejected + rejections.length,
    rejections: shown.slice(0, REJECTIONS_SHOWN),
  };
}

async function* chunksOf<T>(items: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
