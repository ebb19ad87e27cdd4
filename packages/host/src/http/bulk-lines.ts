import {
  type BulkLine,
  type Fault,
  type Problem,
  type TextLine,
  type z,
  check,
  linesOf,
  parseJson,
  platformErrors,
} from '@quyu/contract-kit';

/**
 * The lines of a bulk request, each parsed and checked alone: a bad one becomes its faults and the rest go on. Blank
 * lines are passed over. Nothing but the line at hand is held in memory.
 *
 * @throws Problem (while it is read) INVALID_REQUEST for a line that is too long or bytes that are not UTF-8.
 */
export async function* readBulkLines<T>(
  bytes: AsyncIterable<Uint8Array>,
  schema: z.ZodType<T>,
): AsyncGenerator<BulkLine<T>, void, undefined> {
  for await (const { line, text } of locatedLines(bytes)) {
    if (text.trim() !== '') yield parseLine(line, text, schema);
  }
}

function parseLine<T>(line: number, text: string, schema: z.ZodType<T>): BulkLine<T> {
  const json = tryParse(text);
  if (!json.ok) return { line, ok: false, faults: [json.fault] };
  const parsed = check(schema, json.value);
  return parsed.ok ? { line, ok: true, value: parsed.value } : { line, ok: false, faults: parsed.faults };
}

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: Fault };

function tryParse(text: string): Json {
  try {
    return { ok: true, value: parseJson(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, fault: { pointer: '', code: 'malformed_json', message: error.message } };
  }
}

async function* locatedLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine, void, undefined> {
  let last = 0;
  try {
    for await (const text of linesOf(bytes)) {
      last = text.line;
      yield text;
    }
  } catch (error) {
    throw problemOfLine(error, last + 1);
  }
}

function problemOfLine(error: unknown, line: number): unknown {
  if (error instanceof RangeError) return invalidLine(line, 'line_too_long', error);
  const notText =
    error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
  return notText
    ? invalidLine(line, 'not_utf8', error, `at or after line ${line} the body is not UTF-8`)
    : error;
}

function invalidLine(line: number, code: string, cause: Error, message = cause.message): Problem {
  return platformErrors.INVALID_REQUEST({
    detail: message,
    errors: [{ pointer: `/body/${line}`, code, message }],
    cause,
  });
}
