import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createTemporaryFolder } from '@quyu/embedded';
import type { PartnerProfile } from '@quyu/partner-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAll, waitUntilQuiet } from '../import/settle.js';
import { BUNDLED_DATASET } from '../main-job/bundled-dataset.js';
import type { Report } from '../report/report.js';
import { backUp, destroyMachine, destroyStreams, fingerprints, restore } from './back-up.js';
import { runCli } from './cli-process.js';
import { type PlatformProcess, startPlatformProcess } from './running-platform.js';

const MINUTES = 60_000;
const SALES_LINES = 2_000;

/** What must be the same after a restore. */
interface Figures {
  readonly report: Omit<Report, 'seconds'>;
  readonly tables: Record<string, string>;
}

let work: string;
let state: string;
let copy: string;
let platform: PlatformProcess;
let atBackup: Figures;
let heads: string[];
let effect: Awaited<ReturnType<typeof effectOfEnrolling>>;

beforeAll(async () => {
  work = createTemporaryFolder('quyu-backup');
  state = join(work, 'state');
  copy = join(work, 'copy');
  platform = await startPlatformProcess(state, '--no-import');
  await quyu('import', await smallMarket());
  await settled();
  heads = (await quyu('audit', 'head')).trim().split('\n');
  atBackup = await figures();
  await backUp(state, platform.databaseUrl, copy);
  effect = await effectOfEnrolling('LATE');
}, 3 * MINUTES);

afterAll(async () => {
  await stop();
  await rm(work, { recursive: true, force: true });
}, MINUTES);

describe('a backup of the database, taken while the platform runs', () => {
  it('is older than what was done since', async () => {
    expect(atBackup.report.stuck).toEqual({ outbox: 0, deadLetters: 0 });
    expect(atBackup.report.incentive.lines.accepted).toBe(SALES_LINES);
    expect((await figures()).tables).not.toEqual(atBackup.tables);
    expect(effect['incentive']?.handled).toBeGreaterThan(0);
  });

  it(
    'brings everything back where machine, database and streams are gone',
    { timeout: 2 * MINUTES },
    async () => {
      await stop();
      await destroyMachine(state);
      await restore(state, copy);
      await start();
      expect(await figures()).toEqual(atBackup);
      await expectChainsHold();
      expect(await effectOfEnrolling('LATE')).toEqual(effect);
    },
  );

  it('brings the database back where the streams are newer', { timeout: 2 * MINUTES }, async () => {
    expect((await figures()).tables).not.toEqual(atBackup.tables);
    await stop();
    await restore(state, copy);
    await start();
    expect(await figures()).toEqual(atBackup);
    await expectChainsHold();
    // The same aggregate versions again, with other contents: the streams hold both, the services know the new ones only.
    expect(await effectOfEnrolling('LATE')).toEqual(effect);
  });

  it('is not needed where only the streams are lost', { timeout: 2 * MINUTES }, async () => {
    const before = await figures();
    await stop();
    await destroyStreams(state);
    await start();
    expect(await figures()).toEqual(before);
    await expectChainsHold();
    expect(await effectOfEnrolling('LATER')).toEqual(effect);
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

async function quyu(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli([...args, '--state', state]);
  if (code !== 0) throw new Error(`quyu ${args.join(' ')} ended with ${code}, and said:\n${stderr}${stdout}`);
  return stdout;
}

async function start(): Promise<void> {
  platform = await startPlatformProcess(state, '--no-import');
  await settled();
}

async function stop(): Promise<void> {
  platform.process.child.kill('SIGTERM');
  await platform.process.finished;
}

function settled(): Promise<void> {
  return waitUntilQuiet(() => askAll(platform.clients), { update: () => undefined });
}

async function figures(): Promise<Figures> {
  const { seconds: _, ...report } = JSON.parse(await quyu('report', '--json')) as Report;
  return { report, tables: await fingerprints(platform.databaseUrl) };
}

/** Every audit log is whole, and goes on from where it was at the backup. */
async function expectChainsHold(): Promise<void> {
  const verified = await quyu('audit', 'verify', ...heads.flatMap((head) => ['--expect', head]));
  expect(verified.trim().split('\n')).toHaveLength(heads.length);
}

/** Enrols a partner, and tells how many events each service has published and handled because of it. */
async function effectOfEnrolling(code: string) {
  const before = await askAll(platform.clients);
  await platform.clients.partner.enrolPartner({ body: { ...PARTNER, code, externalId: code } });
  await settled();
  const after = Object.entries(await askAll(platform.clients));
  return Object.fromEntries(
    after.map(([service, { published, handled, outbox, pending, deadLetters }]) => [
      service,
      {
        published: published - (before[service]?.published ?? 0),
        handled: handled - (before[service]?.handled ?? 0),
        left: outbox + pending + deadLetters,
      },
    ]),
  );
}

const PARTNER: PartnerProfile = {
  code: '',
  externalId: '',
  name: 'A Late Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle', postalCode: '98104' },
  annualSales: { amount: '100000000', currency: 'USD' },
  employees: 20,
  openedYear: 1990,
};
