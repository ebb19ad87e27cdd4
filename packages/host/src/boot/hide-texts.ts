/** Shorter texts are left: they stand in every other word, and are no secrets that could be kept. */
const SHORTEST = 6;
/** What a token looks like: base64url of `{"`, and two more parts. */
const TOKEN = String.raw`\beyJ[\w\-]{8,}\.[\w\-]+\.[\w\-]*`;

/** Replaces what must not be told in a text, e.g. a line of a log. */
export type Hide = (text: string) => string;

/**
 * Makes a function that replaces given texts wherever they stand, also where the escapes of JSON or of an address have
 * changed them, and with them everything that looks like an access token.
 *
 * @example hideTexts(['hunter2-hunter2'])('{"msg":"refused hunter2-hunter2"}') // {"msg":"refused (hidden)"}
 */
export function hideTexts(texts: readonly string[]): Hide {
  const forms = texts.flatMap((text) => (text.length < SHORTEST ? [] : formsOf(text)));
  // The longest first: a text may hold another.
  const longestFirst = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  const any = new RegExp([...longestFirst.map((form) => RegExp.escape(form)), TOKEN].join('|'), 'g');
  return (text) => text.replaceAll(any, '(hidden)');
}

function formsOf(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())];
}

/** Replaces it in an error that goes on to whoever started the process, and in its causes. */
export function hideInError(error: unknown, hide: Hide): void {
  if (!(error instanceof Error)) return;
  error.message = hide(error.message);
  if (error.stack !== undefined) error.stack = hide(error.stack);
  hideInError(error.cause, hide);
  if ('errors' in error && Array.isArray(error.errors))
    for (const each of error.errors) hideInError(each, hide);
}
