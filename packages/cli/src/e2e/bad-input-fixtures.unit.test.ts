import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrokenDataset, FAULT_NAMES, writeBrokenDataset } from './bad-input-fixtures.js';
import type { FaultName } from './dataset-faults.js';

const BUNDLED = fileURLToPath(new URL('../../data/adventureworks', import.meta.url));

let workFolder: string;
let sound: string;

const readBundled = async (name: string): Promise<Buffer> => {
  const bytes = await readFile(join(BUNDLED, name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};

beforeAll(async () => {
  workFolder = await mkdtemp(join(tmpdir(), 'broken-dataset-'));
  sound = join(workFolder, 'sound');
  await mkdir(sound);
  for (const name of (await readdir(BUNDLED)).filter((each) => each.includes('.csv'))) {
    const head = (await readBundled(name)).toString('latin1').split('\n').slice(0, 12).join('\n');
    await writeFile(join(sound, name.replace(/\.gz$/, '')), `${head}\n`, 'latin1');
  }
});

afterAll(() => rm(workFolder, { recursive: true }));

const breakDataset = async (fault: FaultName): Promise<{ broken: BrokenDataset; text: string }> => {
  const to = await mkdtemp(join(workFolder, `${fault}-`));
  const broken = await writeBrokenDataset({ from: sound, to, fault });
  const path = join(to, broken.file);
  return { broken, text: existsSync(path) ? await readFile(path, 'utf8') : '' };
};

const readCell = (text: string, { line, column }: BrokenDataset): string | undefined => {
  const lines = text.split('\n');
  const place = lines[0]?.split(',').indexOf(column ?? '') ?? -1;
  return lines[(line ?? 0) - 1]?.split(',')[place];
};

describe('a broken dataset', () => {
  it.each(FAULT_NAMES)('differs from the sound one in one file only: %s', async (fault) => {
    const to = await mkdtemp(join(workFolder, 'one-'));
    const { file } = await writeBrokenDataset({ from: sound, to, fault });
    for (const name of await readdir(sound)) {
      const before = await readFile(join(sound, name));
      const after = existsSync(join(to, name)) ? await readFile(join(to, name)) : null;
      expect(after?.equals(before) ?? false).toBe(name !== file);
    }
  });

  it.each([
    'blank-number',
    'null-number',
    'negative-quantity',
    'fractional-quantity',
    'unknown-partner',
    'unknown-product',
    'unknown-salesperson',
    'bad-date',
    'over-long-value',
    'nul-byte',
    'conflicting-duplicate',
    'wrong-encoding',
    'unknown-column',
    'proto-column',
  ] as const)('says where the bad cell is and what it holds: %s', async (fault) => {
    const { broken, text } = await breakDataset(fault);
    expect(readCell(text, broken)).toBe(broken.value);
  });

  it('holds a byte that is not UTF-8', async () => {
    const to = await mkdtemp(join(workFolder, 'bytes-'));
    await writeBrokenDataset({ from: sound, to, fault: 'wrong-encoding' });
    const bytes = await readFile(join(to, 'resellers.csv'));
    expect(bytes.includes(Buffer.from('Caf\u00E9,', 'latin1'))).toBe(true);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow('not valid');
  });

  it('repeats a line right after itself', async () => {
    const { broken, text } = await breakDataset('duplicate-line');
    const lines = text.split('\n');
    const line = broken.line ?? 0;
    expect(lines[line - 1]).toBe(lines[line - 2]);
    expect(broken.expect).toBe('accepted');
  });

  it('repeats a key with another amount', async () => {
    const { broken, text } = await breakDataset('conflicting-duplicate');
    const lines = text.split('\n').map((line) => line.split(','));
    const line = broken.line ?? 0;
    expect(lines[line - 1]?.slice(0, -1)).toEqual(lines[line - 2]?.slice(0, -1));
    expect(lines[line - 1]?.at(-1)).not.toBe(lines[line - 2]?.at(-1));
  });

  it.each([
    ['extra-cell', 11],
    ['missing-cell', 9],
  ] as const)('has a line of another width: %s', async (fault, width) => {
    const { broken, text } = await breakDataset(fault);
    const widths = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',').length);
    expect(widths.filter((each) => each !== 10)).toEqual([width]);
    expect(widths[(broken.line ?? 0) - 1]).toBe(width);
  });

  it('lacks the column it names, in every line', async () => {
    const { broken, text } = await breakDataset('missing-column');
    expect(broken).toMatchObject({ line: 1, column: 'SalesAmount', value: null });
    expect(
      text
        .trimEnd()
        .split('\n')
        .every((line) => line.split(',').length === 9),
    ).toBe(true);
  });

  it('ends inside a quoted cell', async () => {
    const { broken, text } = await breakDataset('truncated-file');
    expect(text.endsWith(`"${broken.value}`)).toBe(true);
    expect(text.split('\n')).toHaveLength(broken.line ?? 0);
    expect(broken.column).toBe('Product');
  });

  it('keeps its content behind a byte order mark or with CRLF line ends', async () => {
    const before = await readFile(join(sound, 'reseller-sales.csv'), 'utf8');
    expect((await breakDataset('byte-order-mark')).text).toBe(`\uFEFF${before}`);
    expect((await breakDataset('crlf-line-ends')).text.replaceAll('\r\n', '\n')).toBe(before);
  });

  it('stays compressed where the sound file is, and counts lines to the middle of it', async () => {
    const to = await mkdtemp(join(workFolder, 'packed-'));
    const broken = await writeBrokenDataset({ from: BUNDLED, to, fault: 'bad-date' });
    const text = gunzipSync(await readFile(join(to, 'reseller-sales.csv.gz'))).toString('utf8');
    expect(broken).toMatchObject({ file: 'reseller-sales.csv', line: 28_927, column: 'OrderDate' });
    expect(readCell(text, broken)).toBe('2019-02-30');
  });
});
