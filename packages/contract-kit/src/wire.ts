import type { BodyForm } from './route.js';

/** A line of a text stream with its 1-based number. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** The longest line a stream of JSON lines may hold, in characters. */
export const LINE_LIMIT = 1024 * 1024;

/**
 * Splits a stream of bytes into lines of UTF-8 text; memory is bounded by the longest line.
 *
 * @throws RangeError for a line over {@link LINE_LIMIT}. @throws TypeError for bytes that are not UTF-8.
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  let rest = '';
  for await (const chunk of bytes) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > LINE_LIMIT)
      throw new RangeError(`line ${line + pieces.length + 1} is longer than ${LINE_LIMIT} characters`);
    for (const text of pieces) yield { line: ++line, text: text.replace(/\r$/, '') };
  }
  rest += decoder.decode();
  if (rest !== '') yield { line: ++line, text: rest };
}

/** What `fetch` takes as a body. */
export type RequestBody = NonNullable<RequestInit['body']>;

/** The body of a call in the form `fetch` sends. */
export function toBody(form: BodyForm, body: unknown): RequestBody {
  if (form === 'lines')
    return ReadableStream.from(jsonLines(body as Iterable<unknown> | AsyncIterable<unknown>));
  if (form !== 'bytes') return JSON.stringify(body);
  if (typeof body === 'string' || body instanceof Uint8Array) return body as RequestBody;
  return ReadableStream.from(body as AsyncIterable<Uint8Array>);
}

/** Encodes items as JSON lines in chunks of about 64 KiB, so that a million small items are not a million writes. */
export async function* jsonLines(
  items: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for await (const item of items) {
    text += `${JSON.stringify(item)}\n`;
    if (text.length < 65_536) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}
