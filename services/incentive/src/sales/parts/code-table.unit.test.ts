import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodeTable } from './code-table.js';

const find = (table: CodeTable, code: string): number => {
  const bytes = Buffer.from(`,${code},`);
  return table.find(bytes, 1, bytes.length - 1);
};

describe('a table of codes', () => {
  it('finds each by its number, and no other', () => {
    const code$ = fc.string({ unit: fc.constantFrom('a', 'b', '区', '1'), maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(code$), fc.array(code$), (codes, asked) => {
        const table = new CodeTable(codes);
        for (const code of [...codes, ...asked, ...codes.toReversed()])
          expect(find(table, code)).toBe(codes.indexOf(code));
      }),
    );
  });

  it('holds many', () => {
    const codes = Array.from({ length: 50_000 }, (_, n) => `P${n}`);
    const table = new CodeTable(codes);
    expect(codes.every((code, number) => find(table, code) === number)).toBe(true);
    expect(find(table, 'P50000')).toBe(-1);
  });
});
