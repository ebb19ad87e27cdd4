import { z } from 'zod';
import { parseJson } from './json.js';
import { erase, type SchemaOf } from './portable.js';
import { platformErrors } from './problem.js';

/** Items of a page when the caller does not say how many. */
export const PAGE_DEFAULT = 50;

/** The most items one page may hold, whoever asks. */
export const PAGE_CAP = 200;

/** A page of a list: `next` is the cursor of the following page, or null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Query of a list route. `limit` is {@link PAGE_DEFAULT} when it is not given. */
export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** The query fields of every list route; spread them into the route's own query. */
export const pageFields = {
  cursor: z.string().max(500).optional(),
  limit: z.int().min(1).max(PAGE_CAP).optional(),
};

/** The response schema of a list route. */
export function pageOf<T>(item: SchemaOf<T>): z.ZodType<Page<T>> {
  return z.object({ items: z.array(erase(item)), next: z.string().nullable() });
}

/**
 * Cuts a page out of rows that were read with `limit + 1`: one row more than asked tells that a next page exists.
 *
 * @param cursorOf the sort key of a row; it comes back through {@link readCursor}.
 * @example pageFrom(rows, limit, (row) => [row.code])
 */
export function pageFrom<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => readonly string[],
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, next: more ? Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') : null };
}

/** Whether a part of a sort key has the form that the database needs. */
export type PartCheck = (part: string) => boolean;

const INT_MAX = 2n ** 31n - 1n;
const BIGINT_MAX = 2n ** 63n - 1n;

/** Checks of the parts of a sort key, by the type of the column that a part is compared with; of numbers, 0 and up. */
export const cursorPart = {
  text: () => true,
  uuid: (part) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(part),
  int: (part) => /^\d{1,10}$/.test(part) && BigInt(part) <= INT_MAX,
  bigint: (part) => /^\d{1,19}$/.test(part) && BigInt(part) <= BIGINT_MAX,
} as const satisfies Readonly<Record<string, PartCheck>>;

/**
 * The sort key a cursor holds, or undefined when no cursor was given.
 *
 * @param checks one for each part: a cursor of another list must not reach the database, which would call it our fault.
 * @throws Problem INVALID_CURSOR when the text is not a cursor that {@link pageFrom} made, or is one of another list.
 * @example const [after] = readCursor(query.cursor, [cursorPart.uuid]) ?? [];
 */
export function readCursor<const Checks extends readonly PartCheck[]>(
  cursor: string | undefined,
  checks: Checks,
): { readonly [Part in keyof Checks]: string } | undefined {
  if (cursor === undefined) return undefined;
  const key = parseKey(cursor);
  if (fits(key, checks)) return key;
  const message = 'the cursor is not one this list gave out';
  const errors = [{ pointer: '/query/cursor', code: 'invalid_cursor', message }];
  throw platformErrors.INVALID_CURSOR({ detail: message, errors });
}

function fits<Checks extends readonly PartCheck[]>(
  key: unknown,
  checks: Checks,
): key is { readonly [Part in keyof Checks]: string } {
  if (!Array.isArray(key) || key.length !== checks.length) return false;
  return checks.every((check, index) => typeof key[index] === 'string' && check(key[index]));
}

function parseKey(cursor: string): unknown {
  try {
    return parseJson(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined; // the caller names the fault
  }
}
