import { type BulkLine, type BulkSummary, REJECTIONS_SHOWN, type RejectedLine } from '@quyu/plugin-kit';

/** Lines of a bulk request that share a transaction. */
const CHUNK = 500;

/** A line that parsed. */
export type Line<T> = Extract<BulkLine<T>, { readonly ok: true }>;

/** What became of some lines. */
export interface Outcome {
  /** Lines with new content, be it of a new or a known key. */
  readonly created: number;
  readonly unchanged: number;
  readonly rejections: readonly RejectedLine[];
}

/** Takes the lines of a bulk request chunk by chunk and sums up; lines that did not parse are rejected. */
export async function takeLines<T>(
  lines: AsyncIterable<BulkLine<T>>,
  take: (chunk: readonly Line<T>[]) => Promise<Outcome>,
): Promise<BulkSummary> {
  let summary: BulkSummary = { created: 0, unchanged: 0, rejected: 0, rejections: [] };
  for await (const chunk of chunksOf(lines)) {
    const parsed = chunk.filter((line) => line.ok);
    const faulty = chunk.filter((line) => !line.ok);
    if (faulty.length > 0) summary = addTo(summary, { created: 0, unchanged: 0, rejections: faulty });
    if (parsed.length > 0) summary = addTo(summary, await take(parsed));
  }
  return summary;
}

function addTo(summary: BulkSummary, { created, unchanged, rejections }: Outcome): BulkSummary {
  const shown = [...summary.rejections, ...rejections.map(({ line, faults }) => ({ line, faults }))];
  return {
    created: summary.created + created,
    unchanged: summary.unchanged + unchanged,
    rejected: summary.rejected + rejections.length,
    rejections: shown.sort((a, b) => a.line - b.line).slice(0, REJECTIONS_SHOWN),
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
