import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createTemporaryFolder } from '@quyu/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLED_DATASET } from '../main-job/bundled-dataset.js';
import { backUp, destroyMachine, destroyStreams, restore } from './back-up.js';
import { type Effect, type Figures, Rehearsal } from './rehearsal.js';

const MINUTES = 60_000;
const SALES_LINES = 2_000;

let work: string;
let copy: string;
let rehearsal: Rehearsal;
let atBackup: Figures;
let heads: string[];
let effect: Effect;

beforeAll(async () => {
  work = createTemporaryFolder('quyu-backup');
  copy = join(work, 'copy');
  rehearsal = new Rehearsal(join(work, 'state'));
  await rehearsal.start();
  await rehearsal.quyu('import', await smallMarket());
  await rehearsal.settle();
  heads = (await rehearsal.quyu('audit', 'head')).trim().split('\n');
  atBackup = await rehearsal.figures();
  await backUp(rehearsal.state, rehearsal.platform.databaseUrl, copy);
  effect = await rehearsal.enrol('LATE');
}, 3 * MINUTES);

afterAll(async () => {
  await rehearsal.stop();
  await rm(work, { recursive: true, force: true });
}, MINUTES);

describe('a backup of the database, taken while the platform runs', { timeout: 2 * MINUTES }, () => {
  it('is older than what was done since', async () => {
    expect(atBackup.report.stuck).toEqual({ outbox: 0, deadLetters: 0 });
    expect(atBackup.report.incentive.lines.accepted).toBe(SALES_LINES);
    expect((await rehearsal.figures()).tables).not.toEqual(atBackup.tables);
    expect(effect['incentive']?.handled).toBeGreaterThan(0);
  });

  it('brings everything back where machine, database and streams are gone', async () => {
    await rehearsal.stop();
    await destroyMachine(rehearsal.state);
    await restore(rehearsal.state, copy);
    await rehearsal.start();
    expect(await rehearsal.figures()).toEqual(atBackup);
    await expectChainsHold();
    expect(await rehearsal.enrol('LATE')).toEqual(effect);
  });

  it('brings the database back where the streams are newer', async () => {
    expect((await rehearsal.figures()).tables).not.toEqual(atBackup.tables);
    await rehearsal.stop();
    await restore(rehearsal.state, copy);
    await rehearsal.start();
    expect(await rehearsal.figures()).toEqual(atBackup);
    await expectChainsHold();
    // A partner of the same code, anew: the streams hold both, the services know the new one only.
    expect(await rehearsal.enrol('LATE')).toEqual(effect);
  });

  it('is not needed where only the streams are lost', async () => {
    const before = await rehearsal.figures();
    await rehearsal.stop();
    await destroyStreams(rehearsal.state);
    await rehearsal.start();
    expect(await rehearsal.figures()).toEqual(before);
    await expectChainsHold();
    expect(await rehearsal.enrol('LATER')).toEqual(effect);
  });
});

/** The bundled market with few sales. */
async function smallMarket(): Promise<string> {
  const folder = join(work, 'market');
  await cp(BUNDLED_DATASET, folder, { recursive: true });
  const sales = join(folder, 'reseller-sales.csv');
  const lines = gunzipSync(await readFile(`${sales}.gz`))
    .toString()
    .split('\n');
  await writeFile(sales, `${lines.slice(0, SALES_LINES + 1).join('\n')}\n`);
  await rm(`${sales}.gz`);
  return folder;
}

/** Every audit log is whole, and goes on from where it was at the backup. */
async function expectChainsHold(): Promise<void> {
  const expected = heads.flatMap((head) => ['--expect', head]);
  const verified = await rehearsal.quyu('audit', 'verify', ...expected);
  expect(verified.trim().split('\n')).toHaveLength(heads.length);
}
