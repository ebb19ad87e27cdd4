import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ProblemDocument } from '@quyu/contract-kit';

const CHUNK_CHARACTERS = 65_536;
/** How long a line may wait for others to be sent with, in milliseconds: rows may come one by one, as their input does. */
const LINGER_MS = 20;

/** Rows as a handler gives them. */
export type Rows = AsyncIterator<Record<string, unknown>>;

/** How rows become lines, and what is said when they cannot. */
export interface RowsOptions {
  /** One row as JSON text. */
  readonly serialize: (row: Record<string, unknown>) => string;
  /** The problem that an error midway becomes, for the last line. */
  readonly problemOf: (error: unknown) => ProblemDocument;
}

/**
 * Sends rows as JSON lines, no faster than the caller reads them. When a row fails midway the status has been sent
 * already: the last line then holds the problem and the connection is cut, so that no caller takes a part for the whole.
 *
 * @param first the rows' first result, which the caller of this function has awaited to learn of early failures.
 */
export async function sendRows(
  response: ServerResponse,
  rows: Rows,
  first: IteratorResult<Record<string, unknown>>,
  options: RowsOptions,
): Promise<void> {
  response.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
  try {
    await writeRows(response, rows, first, options.serialize);
    response.end();
  } catch (error) {
    const line = `${JSON.stringify({ problem: options.problemOf(error) })}\n`;
    if (!response.destroyed) response.write(line, () => response.destroy());
  }
}

async function writeRows(
  response: ServerResponse,
  rows: Rows,
  first: IteratorResult<Record<string, unknown>>,
  serialize: (row: Record<string, unknown>) => string,
): Promise<void> {
  const lines = gatherLines(response);
  try {
    for (let row = first; !row.done; row = await rows.next()) {
      if (lines.add(`${serialize(row.value)}\n`)) continue;
      if (!(await drained(response))) return;
    }
  } finally {
    lines.send();
    await rows.return?.();
  }
}

/** Gathers lines, so that not each is a write of its own; none waits for others longer than {@link LINGER_MS}. */
function gatherLines(response: ServerResponse): { add(line: string): boolean; send(): boolean } {
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  const send = (): boolean => {
    clearTimeout(timer);
    timer = undefined;
    const chunk = text;
    text = '';
    return !response.destroyed && (chunk === '' || response.write(chunk));
  };
  return {
    send,
    /** @returns false when the caller of the route does not keep up, or has gone away. */
    add(line) {
      text += line;
      if (text.length >= CHUNK_CHARACTERS) return send();
      timer ??= setTimeout(send, LINGER_MS);
      return true;
    },
  };
}

/** @returns false when the caller has gone away. */
async function drained(response: ServerResponse): Promise<boolean> {
  if (response.destroyed) return false;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  settled.abort();
  return !response.destroyed;
}
