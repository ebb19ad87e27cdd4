import { z } from 'zod';

/** The most items one page may hold, whoever asks. */
export const PAGE_CAP = 200;

/** A page of a list: `next` is the cursor of the following page, or null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Query of a list route. `limit` is 50 when it is not given. */
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
export function pageOf<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/**
 * Cuts a page out of rows that were read with `limit + 1`: one row more than asked tells that a next page exists.
 *
 * @param cursorOf the sort key of a row; it comes back through {@link readCursor}.
 * @example pageFrom(rows, 50, (row) => [row.code])
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

/**
 * The sort key a cursor holds, or undefined when no cursor was given.
 *
 * @throws RangeError when the text is not a cursor that {@link pageFrom} made.
 */
export function readCursor(cursor: string | undefined, parts: number): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  const key = parseKey(cursor);
  const fits = Array.isArray(key) && key.length === parts && key.every((part) => typeof part === 'string');
  if (!fits) throw new RangeError('the cursor is not one this list gave out');
  return key;
}

function parseKey(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined; // the caller names the fault
  }
}
