import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { grantsFile } from './grants-file.js';
import type { GrantsOf } from './identity.js';

let folder: string;
let path: string;
let grantsOf: GrantsOf;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grants-'));
  path = join(folder, 'grants.json');
  grantsOf = grantsFile(path);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('grants are those of the subject, and of nobody else', async () => {
  await writeFile(path, JSON.stringify({ ann: [{ role: 'auditor' }], bo: [] }));
  expect(grantsOf('ann')).toEqual({ grants: [{ role: 'auditor' }], faults: [] });
  for (const subject of ['bo', 'cy', '__proto__', 'constructor'])
    expect(grantsOf(subject)).toEqual({ grants: [], faults: [] });
});

test('a file that has changed is read again', async () => {
  await writeFile(path, '{"ann":[{"role":"auditor"}]}');
  expect(grantsOf('ann').grants).toHaveLength(1);
  await writeFile(path, '{"ann":[]}');
  expect(grantsOf('ann').grants).toEqual([]);
});

test.each([
  ['{"ann":', /cannot be read/],
  ['[]', /not a JSON object/],
  ['{"ann":[{"role":7}]}', /\/ann\/0\/role/],
])('a file with %s gives nothing, and says why', async (content, fault) => {
  await writeFile(path, content);
  expect(grantsOf('ann').grants).toEqual([]);
  expect(grantsOf('ann').faults.join()).toMatch(fault);
});

test('a file that is not there gives nothing, and says why', () => {
  expect(grantsOf('ann')).toEqual({ grants: [], faults: [expect.stringContaining('cannot be read')] });
});
