import { platformErrors, readCursor } from '@quyu/plugin-kit';

/** Items of a page when the caller does not say how many. */
export const PAGE = 50;

/** Whether a part of a sort key has the form the database needs. */
export type PartCheck = (part: string) => boolean;

export const anyText: PartCheck = () => true;
export const uuid: PartCheck = (part) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(part);

/**
 * The sort key that a cursor of a list holds.
 *
 * @throws RangeError when the text is not a cursor. @throws Problem INVALID_CURSOR when it is of another list.
 */
export function readKey<const Checks extends readonly PartCheck[]>(
  cursor: string | undefined,
  checks: Checks,
): { readonly [Part in keyof Checks]: string } | undefined {
  const key = readCursor(cursor, checks.length);
  if (key === undefined) return undefined;
  if (checks.every((fits, index) => fits(key[index]!))) return key as { [Part in keyof Checks]: string };
  throw platformErrors.INVALID_CURSOR({ detail: 'the cursor is of another list' });
}
