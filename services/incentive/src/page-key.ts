import { platformErrors, readCursor, type z } from '@quyu/plugin-kit';

/** Items of a page when the caller does not say how many. */
export const PAGE = 50;

/**
 * The sort key that a cursor of a list holds, its parts in the form the database needs.
 *
 * @throws RangeError when the text is not a cursor. @throws Problem INVALID_CURSOR when it is of another list.
 */
export function readKey<Key extends readonly string[]>(
  cursor: string | undefined,
  parts: Key['length'],
  schema: z.ZodType<Key>,
): Key | undefined {
  const key = readCursor(cursor, parts);
  if (key === undefined) return undefined;
  const parsed = schema.safeParse(key);
  if (!parsed.success) throw platformErrors.INVALID_CURSOR({ detail: 'the cursor is of another list' });
  return parsed.data;
}
