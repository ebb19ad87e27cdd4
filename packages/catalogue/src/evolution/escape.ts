/** What kind of value fits the one schema and not the other. */
export type EscapeKind =
  /** It may lack a field. */
  | 'absent'
  /** A field that was declared is not any more. */
  | 'removed'
  /** It may have a field that the other refuses, or fields nobody declared. */
  | 'refused-field'
  | 'refused-fields'
  | 'type'
  /** It may be one value that the other does not have, or any value. */
  | 'value'
  | 'any-value'
  /** It may be outside a limit: a keyword with a number, a pattern or a format. */
  | 'limit'
  | 'form'
  /** It is not known whether there is any. */
  | 'unjudged';

/** A place at which a value may fit one schema (the inner) and not another (the outer). */
export interface Escape {
  /** JSON Pointer into the value; `*` stands for any item or key. */
  readonly pointer: string;
  readonly kind: EscapeKind;
  /** What the inner and the outer schema say there. */
  readonly inner: string;
  readonly outer: string;
}

/** Makes an escape. */
export function escapeAt(
  pointer: string,
  kind: EscapeKind,
  inner: unknown = '',
  outer: unknown = '',
): Escape {
  return { pointer, kind, inner: textOf(inner), outer: textOf(outer) };
}

function textOf(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether values flow to those who rely on the published version (events, answers), or from them (requests). */
export type Direction = 'given' | 'taken';

/** Said of everything that is not understood: better a new version too many than a consumer broken. */
export const UNJUDGED = 'changed in a way that cannot be judged: publish a new version';

/**
 * Tells what an escape means to people. What is given fits the current schema (inner) and may not fit the published one
 * (outer); what is taken fitted the published one (inner) and may not fit the current one (outer).
 */
export function tellEscape({ kind, inner, outer }: Escape, direction: Direction): string {
  return direction === 'given' ? tellGiven(kind, inner, outer) : tellTaken(kind, inner, outer);
}

function tellGiven(kind: EscapeKind, now: string, before: string): string {
  const texts: Record<EscapeKind, string> = {
    absent: 'may now be missing, and it never was',
    removed: 'is gone',
    'refused-field': 'is new, in an object whose published version refuses fields it does not know',
    'refused-fields': 'may now have fields that are not declared, which the published version refuses',
    type: `may now be ${now}, and was ${before}`,
    value: `may now be ${now}, and was only ${before}`,
    'any-value': `may now be more than ${before}`,
    limit: `is limited less: ${now}, and was ${before}`,
    form: `may now take a form that the published version does not know: ${now}`,
    unjudged: UNJUDGED,
  };
  return texts[kind];
}

function tellTaken(kind: EscapeKind, before: string, now: string): string {
  const texts: Record<EscapeKind, string> = {
    absent: 'must now be there, and did not have to',
    removed: 'is no longer taken note of',
    'refused-field': 'is no longer accepted',
    'refused-fields': 'may no longer have fields that are not declared',
    type: `must now be ${now}, and could be ${before}`,
    value: `can no longer be ${before}, only ${now}`,
    'any-value': `must now be one of ${now}`,
    limit: `is limited more: ${now}, and was ${before}`,
    form: `can no longer take the form ${before}`,
    unjudged: UNJUDGED,
  };
  return texts[kind];
}
