import { describe, expect, it } from 'vitest';
import { cursorPart, pageFrom, readCursor } from './page.js';

const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');
const uuid = '0198c0de-0000-7000-8000-000000000001';

describe('a page', () => {
  it('has a cursor only when there is more', () => {
    const page = pageFrom(['a', 'b', 'c'], 2, (row) => [row]);
    expect(page.items).toEqual(['a', 'b']);
    expect(readCursor(page.next ?? undefined, [cursorPart.text])).toEqual(['b']);
    expect(pageFrom(['a', 'b'], 2, (row) => [row]).next).toBeNull();
  });
});

describe('a cursor', () => {
  it('gives the parts of a sort key back, or nothing when there was none', () => {
    const checks = [cursorPart.text, cursorPart.uuid, cursorPart.int] as const;
    expect(readCursor(cursorOf(['P-1', uuid, '7']), checks)).toEqual(['P-1', uuid, '7']);
    expect(readCursor(undefined, checks)).toBeUndefined();
  });

  it.each([
    ['', 'nothing'],
    ['nonsense', 'not JSON'],
    [cursorOf({ a: 1 }), 'not a list'],
    [cursorOf([1]), 'not text'],
    [cursorOf(['a', 'b']), 'a key of two parts'],
    [cursorOf(['a\0']), 'a text that cannot be stored'],
  ])('that is "%s" is refused: %s', (cursor) => {
    expect(() => readCursor(cursor, [cursorPart.text])).toThrow(
      expect.objectContaining({
        code: 'INVALID_CURSOR',
        details: {
          detail: 'the cursor is not one this list gave out',
          errors: [expect.objectContaining({ pointer: '/query/cursor' })],
        },
      }),
    );
  });

  it.each([
    ['uuid', uuid, 'P-1'],
    ['int', '2147483647', '2147483648'],
    ['int', '0', '-1'],
    ['int', '12', '1.5'],
    ['bigint', '9223372036854775807', '9223372036854775808'],
    ['bigint', '0', ''],
  ] as const)('of another list is refused: %s takes %s, not "%s"', (part, right, wrong) => {
    const checks = [cursorPart[part]];
    expect(readCursor(cursorOf([right]), checks)).toEqual([right]);
    expect(() => readCursor(cursorOf([wrong]), checks)).toThrow(
      expect.objectContaining({ code: 'INVALID_CURSOR' }),
    );
  });
});
