import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const PAGE = new URL('../../../../docs/security.md', import.meta.url);
const text = readFileSync(PAGE, 'utf8');
/** Links to files of this repository: what they say, and where they lead. */
const links = [...text.matchAll(/\[([^\]]+)\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, words, path]) => ({
  words: words!,
  path: path!,
}));
const tests = links.filter(({ path }) => path.endsWith('.test.ts'));
const rows = text
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')));
const itemsIn = (cell: string): string[] => cell.match(/\d+\.\d+\.\d+/g) ?? [];
const fileOf = (path: string): string => fileURLToPath(new URL(path, PAGE));

describe('the page on security', () => {
  test.each(links)('leads to something: $path', ({ path }) => {
    expect(existsSync(fileOf(path))).toBe(true);
  });

  test.each(tests)('names a test that is there: $words', ({ words, path }) => {
    expect(readFileSync(fileOf(path), 'utf8')).toContain(words);
  });

  test('names every file of the security tests that asks a running host', () => {
    const named = new Set(tests.map(({ path }) => path));
    for (const file of ['matrix/access', 'matrix/inputs', 'matrix/hostile-values', 'matrix/headers', 'fuzz/openapi.fuzz', 'fuzz/raw-http.fuzz', 'tokens/hostile-tokens', 'secrets/secrets'])
      expect(named).toContain(`../packages/security/src/${file}.int.test.ts`);
  }); // prettier-ignore
});

describe('its table of ASVS items', () => {
  test('has four cells a row, and each item once, in order', () => {
    expect(rows.filter((row) => row.length !== 4)).toEqual([]);
    const firsts = rows.map(([item]) => itemsIn(item!)[0]!);
    const inOrder = firsts.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    expect(firsts).toEqual(inOrder);
    const all = rows.flatMap(([item]) => itemsIn(item!));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(80);
  });

  test('says of each item how it stands, and of none more than it shows', () => {
    const states = ['met', 'part', 'deployment', 'gap'];
    expect(rows.filter(([, , state]) => !states.includes(state!))).toEqual([]);
    expect(rows.filter(([, , , shown]) => shown!.length < 10)).toEqual([]);
  });
});
