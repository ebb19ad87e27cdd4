import {
  type BulkLine,
  type BulkSummary,
  type Fault,
  REJECTIONS_SHOWN,
  type RejectedLine,
} from '@quyu/plugin-kit';

/** Lines of a bulk request that share a transaction. */
const CHUNK = 500;

/** A line that parsed. */
export type Line<T> = Extract<BulkLine<T>, { readonly ok: true }>;

/** What a line comes to: something to write, nothing, or a rejection. */
export type Judgement<T> =
  | { readonly kind: 'new'; readonly value: T }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** Takes the lines of a bulk request chunk by chunk and sums up; lines that did not parse are rejected. */
export async function takeLines<T>(
  lines: AsyncIterable<BulkLine<T>>,
  take: (chunk: readonly Line<T>[]) => Promise<readonly Judgement<unknown>[]>,
): Promise<BulkSummary> {
  let summary: BulkSummary = { created: 0, unchanged: 0, rejected: 0, rejections: [] };
  for await (const chunk of chunksOf(lines)) {
    const parsed = chunk.filter((line) => line.ok);
    const judged = parsed.length > 0 ? await take(parsed) : [];
    const rejections = chunk.filter((line) => !line.ok).map(({ line, faults }) => ({ line, faults }));
    summary = addTo(summary, judged, [...rejections, ...rejectionsAmong(parsed, judged)]);
  }
  return summary;
}

/** The values to write, in their order. */
export function newValues<T>(judgements: readonly Judgement<T>[]): readonly T[] {
  return judgements.flatMap((judgement) => (judgement.kind === 'new' ? [judgement.value] : []));
}

function rejectionsAmong(
  lines: readonly Line<unknown>[],
  judged: readonly Judgement<unknown>[],
): readonly RejectedLine[] {
  return judged.flatMap((judgement, index) =>
    judgement.kind === 'faulty' ? [{ line: lines[index]!.line, faults: judgement.faults }] : [],
  );
}

function addTo(
  summary: BulkSummary,
  judged: readonly Judgement<unknown>[],
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
