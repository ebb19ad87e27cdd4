import { parse } from 'secure-json-parse';

/** Any value JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Parses untrusted JSON text. Refuses `__proto__` and `constructor.prototype` keys instead of dropping them,
 * so that a poisoned document is seen and reported rather than silently changed.
 *
 * @throws SyntaxError when the text is not JSON or holds a forbidden key.
 * @example parseJson('{"a":1}') // { a: 1 }
 */
export function parseJson(text: string): unknown {
  return parse(text, { protoAction: 'error', constructorAction: 'error' });
}
