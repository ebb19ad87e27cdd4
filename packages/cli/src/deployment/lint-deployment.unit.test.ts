import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.js';
import { lintDeployment } from './lint-deployment.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quyu-baseline-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (text: string): Promise<string> => {
  const path = join(folder, 'baseline.json');
  await writeFile(path, text);
  return path;
};

describe('quyu migrate --lint', () => {
  // Fails when a migration of this repository breaks a rolling upgrade: its message says which, and what to do instead.
  it('finds nothing in this deployment that its baseline does not have', async () => {
    expect(await lintDeployment({ accept: false })).toMatch(/^\d+ migrations: \d+ suit a rolling upgrade/);
  });

  it('says each fault of a deployment without a baseline, and what of one is not needed any more', async () => {
    const baseline = await file('{"partner/20260101_gone":["rename"]}');
    const refused = lintDeployment({ baseline, accept: false });
    await expect(refused).rejects.toBeInstanceOf(CliError);
    await expect(refused).rejects.toThrow(
      /\nincentive 20261128_version_results, statement 1: drop-table: "drop table result": /,
    );
    await expect(refused).rejects.toThrow(
      'baseline.json: partner/20260101_gone: rename: no migration breaks it',
    );
  });

  it('writes the baseline that then lets everything pass: the one of this repository', async () => {
    const baseline = join(folder, 'accepted.json');
    await lintDeployment({ baseline, accept: true });
    expect(await lintDeployment({ baseline, accept: false })).toContain('are in the baseline');
    expect(JSON.parse(await readFile(baseline, 'utf8'))).toEqual(
      JSON.parse(await readFile('migrations.baseline.json', 'utf8')),
    );
  });

  it.each(['[', '[]', '{"partner/20260101_a":"rename"}'])('refuses a file that is none: %s', async (text) => {
    await expect(lintDeployment({ baseline: await file(text), accept: false })).rejects.toThrow(
      'is no baseline',
    );
  });

  it('refuses a named file that is not there', async () => {
    const missing = lintDeployment({ baseline: join(folder, 'missing.json'), accept: false });
    await expect(missing).rejects.toThrow('missing.json cannot be read');
  });
});
