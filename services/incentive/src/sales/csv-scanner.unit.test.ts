import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, cellText, readCell } from './cells.js';
import { type CsvRecord, RECORD_LIMIT } from './csv-record.js';
import { CsvScanner } from './csv-scanner.js';

interface Seen {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: string | undefined;
  readonly faultCell: number;
  readonly isTerminated: boolean;
}

const seenOf = (record: CsvRecord): Seen => {
  const cell: Cell = { start: 0, end: 0, isQuoted: false };
  const cells = Array.from({ length: record.cells }, (_, place) => {
    readCell(record, place, cell);
    return cellText(record.bytes, cell);
  });
  const { line, fault, faultCell, isTerminated } = record;
  return { line, cells, fault, faultCell, isTerminated };
};

const scan = (csv: string | Uint8Array, chunkSize = Infinity): Seen[] => {
  const bytes = Buffer.from(csv);
  const seen: Seen[] = [];
  const scanner = new CsvScanner();
  for (let at = 0; at < bytes.length; at += chunkSize)
    scanner.push(bytes.subarray(at, Math.min(at + chunkSize, bytes.length)), (record) =>
      seen.push(seenOf(record)),
    );
  scanner.end((record) => seen.push(seenOf(record)));
  return seen;
};

const cellsOf = (csv: string): readonly (readonly string[])[] => scan(csv).map(({ cells }) => cells);

describe('records of a CSV file', () => {
  it.each([
    ['with LF', 'a,b\nc,d\n'],
    ['with CRLF', 'a,b\r\nc,d\r\n'],
    ['with no line end after the last', 'a,b\nc,d'],
    ['with empty lines between them', 'a,b\n\n\r\nc,d\n\n'],
  ])('end %s', (_, csv) => {
    expect(cellsOf(csv)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('may hold commas, quotes and line ends inside quotes', () => {
    expect(cellsOf('"a,1","say ""b""","two\r\nlines"\nc,d,e\n')).toEqual([
      ['a,1', 'say "b"', 'two\r\nlines'],
      ['c', 'd', 'e'],
    ]);
  });

  it('know the line of the file they begin on', () => {
    expect(scan('a\n"b\n\nb"\n\nc\n').map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it('lose the spaces around their cells', () => {
    expect(cellsOf(' a ,\tb,"  c "\n')).toEqual([['a', 'b', 'c']]);
  });

  it('say whether the file was whole', () => {
    expect(scan('a\nb').map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(scan('a\n"b\n')[1]).toMatchObject({ line: 2, fault: 'OPEN_QUOTE', isTerminated: false });
  });

  it.each([
    ['a quote inside a cell', 'a\nx,5" pipe,y\nb\n', 'STRAY_QUOTE', 1],
    ['text after a closing quote', 'a\nx,"5"pipe,y\nb\n', 'STRAY_QUOTE', 1],
    ['a carriage return inside a cell', 'a\nx\ry,z\nb\n', 'STRAY_RETURN', 0],
    ['a NUL byte', 'a\nx,y,\0z\nb\n', 'NUL_BYTE', 2],
    ['a NUL byte inside quotes', 'a\nx,"\0"\nb\n', 'NUL_BYTE', 1],
  ])('are alone spoilt by %s', (_, csv, fault, faultCell) => {
    const [before, spoilt, after] = scan(csv);
    expect(spoilt).toMatchObject({ line: 2, fault, faultCell });
    expect([before, after]).toMatchObject([
      { cells: ['a'], fault: undefined },
      { line: 3, cells: ['b'], fault: undefined },
    ]);
  });

  it.each([1000, 100_000, Infinity])('that are too long are cut, in chunks of %d bytes', (chunkSize) => {
    const long = 'L'.repeat(1024 * 1024);
    const [, spoilt, after] = scan(`a\nx,${long},y\nb,c\n`, chunkSize);
    expect(spoilt).toMatchObject({ line: 2, fault: 'TOO_LONG', faultCell: 1 });
    expect(after).toMatchObject({ line: 3, cells: ['b', 'c'], fault: undefined });
  });

  it('that are too long because a quote is never closed leave the file torn, not one line long', () => {
    expect(scan(`a\n"${'b\n'.repeat(RECORD_LIMIT)}`, 1000)[1]).toMatchObject({
      line: 2,
      fault: 'OPEN_QUOTE',
    });
  });
});

const cellText$ = fc.string({
  unit: fc.constantFrom('a', '7', 'é', '区', '"', ',', '\n', '\r\n', ' ', '💡'),
});
const encode = (cell: string, quote: boolean): string =>
  quote || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
const record$ = fc
  .array(fc.tuple(cellText$, fc.boolean()), { minLength: 1, maxLength: 5 })
  .map((cells) => ({
    cells: cells.map(([cell]) => cell.replace(/^[ \t]+|[ \t]+$/g, '')),
    text: cells.map(([cell, quote]) => encode(cell, quote)).join(','),
  }))
  .filter(({ text }) => text !== '');

describe('laws of the scanner', () => {
  it('what was written is read, wherever chunks are cut', () => {
    const file$ = fc.tuple(fc.array(record$), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(file$, ([records, end, chunkSize]) => {
        const csv = records.map(({ text }) => text + end).join('');
        expect(scan(csv, chunkSize).map(({ cells }) => cells)).toEqual(records.map(({ cells }) => cells));
      }),
    );
  });

  it('any bytes at all give the same records, wherever chunks are cut', () => {
    const bytes$ = fc
      .uint8Array({ maxLength: 200 })
      .map((bytes) =>
        bytes.map((byte) => (byte < 128 ? [0x2c, 0x22, 0x0a, 0x0d, 0x41, 0x00][byte % 6]! : byte)),
      );
    fc.assert(
      fc.property(bytes$, fc.integer({ min: 1, max: 20 }), (bytes, chunkSize) => {
        expect(scan(bytes, chunkSize)).toEqual(scan(bytes));
      }),
    );
  });
});
