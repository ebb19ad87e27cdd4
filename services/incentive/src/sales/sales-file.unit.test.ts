import type { Problem } from '@quyu/plugin-kit';
import { describe, expect, it } from 'vitest';
import { type Cell, cellText, readCell } from './cells.js';
import type { CsvRecord } from './csv-record.js';
import { CsvScanner } from './csv-scanner.js';
import { Pieces } from './pieces.js';
import { SalesFile } from './sales-file.js';
import { STAGED_COLUMNS, StagedLines } from './staged-lines.js';
import { stagedRows } from './staged-rows.js';

const HEADER = 'order,date,product,partner,salesperson,quantity,amount';
const SOUND = 'SO1,2019-07-01,P1,AW1,282,2,10.50';

async function* chunksOf(csv: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(csv);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Reads a file and gives the staged rows by column, empty cells as undefined. */
const stage = async (csv: string | Uint8Array, names = {}, size = 7) => {
  const file = new SalesFile('sales.csv', names, 'USD');
  const pieces: Buffer[] = [];
  const rows = stagedRows(file, new Pieces(file.chunksOf(chunksOf(csv, size))), new StagedLines());
  for await (const piece of rows) pieces.push(piece);
  const found: Record<string, string>[] = [];
  const scanner = new CsvScanner();
  scanner.push(Buffer.concat(pieces), (record) => found.push(rowOf(record)));
  return { lines: file.lines, rows: found };
};

const rowOf = (record: CsvRecord): Record<string, string> => {
  const cell: Cell = { start: 0, end: 0, isQuoted: false };
  return Object.fromEntries(
    STAGED_COLUMNS.flatMap((column, place) => {
      readCell(record, place, cell);
      return cell.start === cell.end ? [] : [[column, cellText(record.bytes, cell)]];
    }),
  );
};

const stageOne = async (line: string) => (await stage(`${HEADER}\n${line}\n`)).rows[0];

describe('a sales file', () => {
  it('is staged with the line of each record, amounts in minor units and the line as it was', async () => {
    expect(await stage(`${HEADER}\n${SOUND}\n\n"SO,2",2019-07-02,"P""2",AW1,282,1,3\n`)).toEqual({
      lines: 2,
      rows: [
        { line: '2', order_number: 'SO1', product: 'P1', partner: 'AW1', salesperson: '282', sold_on: '2019-07-01',
          quantity: '2', amount: '1050', raw: SOUND },
        { line: '4', order_number: 'SO,2', product: 'P"2', partner: 'AW1', salesperson: '282', sold_on: '2019-07-02',
          quantity: '1', amount: '300', raw: '"SO,2",2019-07-02,"P""2",AW1,282,1,3' },
      ],
    }); // prettier-ignore
  });

  it.each([
    ['a byte order mark', `\uFEFF${HEADER}\n${SOUND}\n`],
    ['CRLF line ends', `${HEADER}\r\n${SOUND}\r\n`],
    ['no line end at its end', `${HEADER}\n${SOUND}`],
    ['a quoted header behind a byte order mark', `\uFEFF"order"${HEADER.slice(5)}\n${SOUND}\n`],
  ])('may have %s', async (_, csv) => {
    expect((await stage(csv)).rows).toMatchObject([{ line: '2', order_number: 'SO1', raw: SOUND }]);
  });

  it('may have columns of its own names, in its own order, and others to pass over', async () => {
    const csv = `Extra,amount,quantity,salesperson,partner,product,date,Nr\nx,1,1,282,AW1,P1,2019-07-01,SO9\n`;
    const { rows } = await stage(csv, { order: 'Nr', ignore: ['Extra'] });
    expect(rows).toMatchObject([{ order_number: 'SO9', amount: '100' }]);
  });

  it('may be a header and nothing else', async () => {
    expect(await stage(`${HEADER}\n`)).toEqual({ lines: 0, rows: [] });
  });
});

describe('a line that cannot be taken', () => {
  it.each([
    ['SO1,2019-02-30,P1,AW1,282,2,1', 'NOT_A_DATE', 'date', '2019-02-30'],
    ['SO1,,P1,AW1,282,2,1', 'MISSING_VALUE', 'date', undefined],
    ['SO1,2019-07-01,P1,AW1,282,-1,1', 'RETURN_WITHOUT_ORIGINAL', 'quantity', '-1'],
    ['SO1,2019-07-01,P1,AW1,282,1.5,1', 'NOT_A_QUANTITY', 'quantity', '1.5'],
    ['SO1,2019-07-01,P1,AW1,282,NULL,1', 'NOT_A_QUANTITY', 'quantity', 'NULL'],
    ['SO1,2019-07-01,P1,AW1,282,0,1', 'NOT_A_QUANTITY', 'quantity', '0'],
    ['SO1,2019-07-01,P1,AW1,282,1,', 'MISSING_VALUE', 'amount', undefined],
    ['SO1,2019-07-01,P1,AW1,282,1,NULL', 'MISSING_VALUE', 'amount', 'NULL'],
    ['SO1,2019-07-01,P1,AW1,282,1,-5', 'RETURN_WITHOUT_ORIGINAL', 'amount', '-5'],
    ['SO1,2019-07-01,P1,AW1,282,1,1.234', 'NOT_AN_AMOUNT', 'amount', '1.234'],
    [',2019-07-01,P1,AW1,282,1,1', 'MISSING_VALUE', 'order', undefined],
    ['SO1,2019-07-01,NULL,AW1,282,1,1', 'MISSING_VALUE', 'product', 'NULL'],
    [`${'S'.repeat(201)},2019-07-01,P1,AW1,282,1,1`, 'MALFORMED_LINE', 'order', 'S'.repeat(200)],
    ['SO1,2019-07-01,P1,AW1,282,1,1,surplus', 'MALFORMED_LINE', undefined, 'surplus'],
    ['SO1,2019-07-01,P1,AW1,282,1', 'MALFORMED_LINE', 'amount', undefined],
    ['SO\0x1,2019-07-01,P1,AW1,282,1,1', 'MALFORMED_LINE', 'order', 'SO\uFFFDx1'],
    ['SO1,2019-07-01,P"1,AW1,282,1,1', 'MALFORMED_LINE', 'product', 'P"1'],
  ])('is kept with its fault: %j', async (line, code, column, value) => {
    const row = await stageOne(line);
    expect(row).toMatchObject({ line: '2', fault_code: code, raw: line.replaceAll('\0', '\uFFFD') });
    expect([row!['fault_column'], row!['fault_value']]).toEqual([column, value]);
    expect(row!['fault_reason']).toMatch(/\w+ \w+/);
  });

  it('has the first of its faults in the order of the columns', async () => {
    expect(await stageOne('SO1,2019-99-01,P1,AW1,282,x,y')).toMatchObject({
      fault_column: 'date',
      fault_rank: '1',
    });
  });

  it('still says what else it names, so that an unknown partner in an earlier column can go first', async () => {
    expect(await stageOne('SO1,2019-07-01,P1,AW1,282,x,1')).toMatchObject({ partner: 'AW1', product: 'P1' });
  });

  it('is cut when it is a megabyte long, and the rest of the file goes on', async () => {
    const long = `${'S'.repeat(1024 * 1024)},2019-07-01,P1,AW1,282,1,1`;
    const { rows, lines } = await stage(`${HEADER}\n${long}\n${SOUND}\n`, {}, 65_536);
    expect(lines).toBe(2);
    expect(rows[0]).toMatchObject({ fault_code: 'MALFORMED_LINE', fault_column: 'order' });
    expect(rows[0]!['raw']).toHaveLength(10_000);
    expect(rows[0]!['fault_value']).toHaveLength(200);
    expect(rows[1]).toMatchObject({ line: '3', order_number: 'SO1' });
  });
});

describe('a file that is refused as a whole', () => {
  const refusal = async (csv: string | Uint8Array): Promise<Problem> => {
    try {
      await stage(csv);
    } catch (error) {
      return error as Problem;
    }
    throw new Error('it was not refused');
  };

  it.each([
    ['is empty', '', 'IMPORT_UNREADABLE', 'the file is empty'],
    ['is a byte order mark', '\uFEFF', 'IMPORT_UNREADABLE', 'the file is empty'],
    ['lacks a column', `${HEADER.slice(0, -7)}\n`, 'IMPORT_HEADER_INVALID', '"amount" (amount) is missing'],
    [
      'has one too many',
      `${HEADER},Discount\n`,
      'IMPORT_HEADER_INVALID',
      'the column "Discount" is not known',
    ],
    ['has line ends of old', `${HEADER}\r${SOUND}\r`, 'IMPORT_UNREADABLE', 'header on line 1'],
    ['ends inside quotes', `${HEADER}\n${SOUND}\nSO2,2019-07-01,"P`, 'IMPORT_UNREADABLE', 'begins on line 3'],
    [
      'ends inside a line',
      `${HEADER}\n${SOUND}\nSO2,2019-07`,
      'IMPORT_UNREADABLE',
      'in the middle of line 3',
    ],
    ['ends inside its header', 'order,da', 'IMPORT_HEADER_INVALID', 'the column "da" is not known'],
  ])('%s', async (_, csv, code, words) => {
    const problem = await refusal(csv);
    expect(problem.code).toBe(code);
    expect(problem.message).toContain(words);
    expect(problem.message).toContain('sales.csv');
  });

  it('is not UTF-8: line and byte are named', async () => {
    const csv = Buffer.from(`${HEADER}\n${SOUND}\nCaf\u00E9,2019-07-01,P1,AW1,282,1,1\n`, 'latin1');
    const at = csv.indexOf(0xe9);
    expect((await refusal(csv)).message).toContain(`byte ${at} of the file, on line 3, is not UTF-8`);
  });

  it('ends inside a character', async () => {
    const problem = await refusal(Buffer.from(`${HEADER}\n区`).subarray(0, -1));
    expect(problem.message).toContain(`byte ${HEADER.length + 1} of the file, on line 2`);
  });
});
