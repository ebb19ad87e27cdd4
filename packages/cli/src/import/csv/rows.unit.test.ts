import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { integer, optional, text } from './columns.js';
import { describeFault, FaultLog } from './fault.js';
import { inspectCsv } from './inspect.js';
import type { CsvLayout } from './layout.js';
import { rowsOf } from './rows.js';

const layout = {
  file: 'shops.csv',
  columns: { code: text('Code'), name: text('Name'), seats: optional(integer('Seats')) },
  ignored: ['Colour'],
} satisfies CsvLayout;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv with space '));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (content: string | Buffer, name = 'shops.csv') => writeFile(join(folder, name), content);

const read = async () => {
  const faults = new FaultLog();
  const rows: unknown[] = [];
  for await (const row of rowsOf(layout, folder, faults)) rows.push(row);
  return { rows, faults: faults.first.map(describeFault), rejected: faults.lines };
};

describe('the rows of a file', () => {
  it('come typed, with the line on which each begins', async () => {
    await write('\uFEFFSeats,Code,Name,Colour\r\n4,a,"Big\r\n\r\nShop",red\r\n\r\nNULL,b,"say ""hi""",\r\n');
    expect(await read()).toEqual({
      rows: [
        { line: 2, body: { code: 'a', name: 'Big\r\n\r\nShop', seats: 4 } },
        { line: 6, body: { code: 'b', name: 'say "hi"', seats: undefined } },
      ],
      faults: [],
      rejected: 0,
    });
  });

  it('leave out what is wrong and say where, and the good lines go on', async () => {
    await write('Code,Name,Seats\na,A,many\n,,\nb,B\nc,C,3,4\nd,D,5\n');
    expect(await read()).toEqual({
      rows: [{ line: 6, body: { code: 'd', name: 'D', seats: 5 } }],
      faults: [
        'shops.csv, line 2, column Seats: is not a whole number: "many"',
        'shops.csv, line 3, column Code: is blank: ""',
        'shops.csv, line 3, column Name: is blank: ""',
        'shops.csv, line 4: the line has 2 cells, the header 3',
        'shops.csv, line 5: the line has 4 cells, the header 3',
      ],
      rejected: 4,
    });
  });

  it('are counted in full when many are wrong, and the first twenty shown', async () => {
    await write(`Code,Name\n${',x\n'.repeat(500)}`.replaceAll('Name', 'Name,Seats').replaceAll(',x', ',x,'));
    const { faults, rejected } = await read();
    expect([faults.length, rejected]).toEqual([20, 500]);
  });

  it('may be compressed', async () => {
    await write(gzipSync('Code,Name,Seats\na,A,1\n'), 'shops.csv.gz');
    expect((await read()).rows).toHaveLength(1);
  });
});

describe('a file is refused before anything is written', () => {
  const refusal = async () => {
    const fault = await inspectCsv(layout, folder);
    return fault && describeFault(fault);
  };

  it('unless it is sound, whatever is wrong with single lines', async () => {
    await write('Code,Name,Seats,Colour\na,"A, b",1,red\n,,,,,\n5" pipe,x"y,2,\n');
    expect(await refusal()).toBeUndefined();
  });

  it('when it is missing', async () => {
    expect(await refusal()).toBe(`shops.csv: there is no shops.csv or shops.csv.gz in ${folder}`);
  });

  it('when it is empty', async () => {
    await write('');
    expect(await refusal()).toBe('shops.csv, line 1: the file is empty: it has no header line');
  });

  it.each([
    ['Code,Name', 'column Seats: the column is missing'],
    ['Code,Name,Seats,Price', 'column Price: unknown column; known are Code, Name, Seats, Colour: "Price"'],
    [
      'Code,Name,Seats,__proto__',
      'column __proto__: unknown column; known are Code, Name, Seats, Colour: "__proto__"',
    ],
    ['Code,Name,Seats,Code', 'column Code: the column is there twice: "Code"'],
  ])('when its header is %s', async (header, expected) => {
    await write(`${header}\n`);
    expect(await refusal()).toBe(`shops.csv, line 1, ${expected}`);
  });

  it('when it is not UTF-8', async () => {
    await write(Buffer.from('Code,Name,Seats\na,A,1\nb,Caf\u00E9,2\n', 'latin1'));
    expect(await refusal()).toBe(
      'shops.csv, line 3, column Name: is not UTF-8: save the file as UTF-8: "Caf\uFFFD"',
    );
  });

  it('when it is UTF-16', async () => {
    await write(Buffer.from('\uFEFFCode,Name,Seats\na,A,1\n', 'utf16le'));
    expect(await refusal()).toContain('shops.csv, line 1');
    expect(await refusal()).toContain('is not UTF-8');
  });

  it('when it ends inside a quoted cell', async () => {
    await write('Code,Name,Seats\na,"A\n2",1\n\nb,"B of');
    expect(await refusal()).toBe(
      'shops.csv, line 5, column Name: the file ends inside a quoted cell: it was cut short, or a quote is not closed',
    );
  });

  it('when the compressed file is cut', async () => {
    const whole = gzipSync(`Code,Name,Seats\n${'a,A,1\n'.repeat(5000)}`);
    await write(whole.subarray(0, whole.length - 20), 'shops.csv.gz');
    expect(await refusal()).toContain('shops.csv: the compressed file is damaged or cut short');
  });
});
