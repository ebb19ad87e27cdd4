import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTemporaryFolder } from '@quyu/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLED_DATASET } from '../main-job/bundled-dataset.js';
import type { Report } from '../report/report.js';
import { runCli } from './cli-process.js';
import { type BusinessFigures, expectedFigures } from './expected-figures.js';
import { startPlatformProcess, withPostgres } from './running-platform.js';

const MINUTES = 60_000;
/** Printed when the test fails; QUYU_SEED repeats a run. */
const SEED = Number(process.env['QUYU_SEED'] ?? Date.now() % 1_000_000);
const LONGEST_MS = 6_000;

let state: string;

beforeAll(async () => {
  state = join(createTemporaryFolder('quyu-killed'), 'state');
});
afterAll(() => rm(join(state, '..'), { recursive: true, force: true }));

describe(`the main job, killed at three moments (seed ${SEED})`, () => {
  let expected: BusinessFigures;
  let once: Awaited<ReturnType<typeof runCli>>;

  beforeAll(async () => {
    for (const moment of momentsOf(SEED)) {
      const { process } = await startPlatformProcess(state);
      expected ??= await withPostgres(state, (pg) => expectedFigures({ folder: BUNDLED_DATASET, pg }));
      await sleep(moment);
      process.child.kill('SIGKILL');
      await process.finished;
    }
    once = await runCli(['up', '--once', '--json', '--state', state]);
    if (once.code !== 0) throw new Error(`exit code ${once.code}, and it said:\n${once.stderr}`);
  }, 5 * MINUTES);

  it('is finished by the next start, with the figures of an undisturbed run and nothing stuck', () => {
    const report = JSON.parse(once.stdout) as Report;
    expect(report).toMatchObject(expected);
    expect(report.stuck).toEqual({ outbox: 0, deadLetters: 0 });
  });

  it('prints nothing but the report on standard output', () => {
    expect(Object.keys(JSON.parse(once.stdout) as Report)).toEqual([
      'territory',
      'partner',
      'incentive',
      'marketing',
      'feedback',
      'events',
      'stuck',
      'seconds',
    ]);
  });

  it(
    'is not done again by a later start, which shows the same report and stops in order',
    async () => {
      const later = await runCli(['up', '--once', '--json', '--state', state]);
      const [before, after] = [once, later].map(({ stdout }) => JSON.parse(stdout) as Report);
      expect(after).toMatchObject({ ...before, seconds: { ...before?.seconds, boot: expect.any(Number) } });
      expect(later.stderr).not.toContain('Importing');
      expect(existsSync(join(state, 'state.json'))).toBe(false);
    },
    MINUTES,
  );
});

/** Three moments of the main job, in milliseconds after the platform was ready. */
function momentsOf(seed: number): number[] {
  // A linear congruential generator (Numerical Recipes): enough to spread three moments, and repeatable.
  let value = seed >>> 0;
  return [1, 2, 3].map(() => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((value / 2 ** 32) * LONGEST_MS);
  });
}
