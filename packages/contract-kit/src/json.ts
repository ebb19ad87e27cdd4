import { parse } from 'secure-json-parse';

/** Any value JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How deep a document may be nested. */
export const JSON_DEPTH = 100;

/** Escapes that can make a NUL or half of a surrogate pair: neither can be stored or sent on as UTF-8. */
const SUSPECT_ESCAPE = /\\u(0000|d[89a-f])/i;

/**
 * Parses untrusted JSON text. Refuses `__proto__` and `constructor.prototype` keys, text that UTF-8 or Postgres cannot
 * hold, and nesting deeper than {@link JSON_DEPTH}, so that a poisoned document is seen and reported, not silently changed.
 *
 * @throws SyntaxError when the text is not JSON, or holds what is refused.
 * @example parseJson('{"a":1}') // { a: 1 }
 */
export function parseJson(text: string): unknown {
  const value: unknown = parse(text, { protoAction: 'error', constructorAction: 'error' });
  if (text.length > 2 * JSON_DEPTH || SUSPECT_ESCAPE.test(text)) assertHarmless(value, 1);
  return value;
}

function assertHarmless(value: unknown, depth: number): void {
  if (depth > JSON_DEPTH) throw new SyntaxError(`the document is nested deeper than ${JSON_DEPTH} levels`);
  if (typeof value === 'string') assertText(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    assertText(key);
    assertHarmless(each, depth + 1);
  }
}

function assertText(text: string): void {
  if (text.includes('\0')) throw new SyntaxError('a text holds a NUL character');
  if (!text.isWellFormed()) throw new SyntaxError('a text holds half of a surrogate pair');
}
