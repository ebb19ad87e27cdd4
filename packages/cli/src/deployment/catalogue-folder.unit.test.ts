import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compareFolder, writeFolder } from './catalogue-folder.js';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'catalogue-')), 'new');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

it('makes a folder hold exactly the wanted files, and then finds nothing to change', () => {
  const first = { 'a.json': '1', 'schemas/b.json': '2', 'c.md': '3' };
  writeFolder(folder, first, compareFolder(folder, first));
  expect(compareFolder(folder, first)).toEqual([]);
  const second = { 'a.json': '1', 'schemas/b.json': 'changed', 'schemas/d.json': '4' };
  const changes = compareFolder(folder, second);
  expect(changes).toEqual([
    { path: 'c.md', change: 'removed' },
    { path: 'schemas/b.json', change: 'changed' },
    { path: 'schemas/d.json', change: 'added' },
  ]);
  writeFolder(folder, second, changes);
  expect(compareFolder(folder, second)).toEqual([]);
});
