import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createTemporaryFolder } from '@quyu/embedded';
import { connect } from '@nats-io/transport-node';
import { partnerEnrolled } from '@quyu/partner-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOf } from '../import/csv/fault.js';
import { SALES_COLUMNS } from '../import/dataset/sales-columns.js';
import { askAll } from '../import/settle.js';
import { BUNDLED_DATASET } from '../main-job/bundled-dataset.js';
import type { Report } from '../report/report.js';
import { FAULT_NAMES, writeBrokenDataset } from './bad-input-fixtures.js';
import { type Finished, runCli } from './cli-process.js';
import { DATASET_FAULTS } from './dataset-faults.js';
import { expectedFigures } from './expected-figures.js';
import { forgeTokens } from './forge-tokens.js';
import { type PlatformProcess, startPlatformProcess, withPostgres } from './running-platform.js';

const MINUTES = 60_000;

let work: string;
let state: string;
let platform: PlatformProcess;
const heard: { headers: Record<string, string>; subject: string; data: unknown }[] = [];

beforeAll(async () => {
  work = createTemporaryFolder('quyu main job');
  state = join(work, 'state');
  platform = await startPlatformProcess(state, '--no-import');
  await listen(platform.natsUrl);
}, 2 * MINUTES);

afterAll(async () => {
  platform?.process.child.kill('SIGTERM');
  await platform?.process.finished;
  await rm(work, { recursive: true, force: true });
}, MINUTES);

const importFolder = (folder: string, ...more: string[]): Promise<Finished> =>
  runCli(['import', folder, '--state', state, ...more]);
const succeed = async (command: Promise<Finished>): Promise<Finished> => {
  const finished = await command;
  if (finished.code !== 0) throw new Error(`exit code ${finished.code}, and it said:\n${finished.stderr}`);
  return finished;
};
const readReport = async (): Promise<Report> => {
  const { stdout } = await succeed(runCli(['report', '--json', '--state', state]));
  return JSON.parse(stdout) as Report;
};
const expectedOf = (folder: string) => withPostgres(state, (pg) => expectedFigures({ folder, pg }));

describe('the main job on data with a bad line', () => {
  let folder: string;
  let imported: Finished;

  beforeAll(async () => {
    folder = join(work, 'broken market');
    await writeBrokenDataset({ from: BUNDLED_DATASET, to: folder, fault: 'blank-number' });
    imported = await importFolder(folder, '--strict');
  }, 2 * MINUTES);

  it('takes the good lines of the same file and says where the bad one is', () => {
    expect(imported.stderr).toContain('Rejected lines: 1.');
    expect(imported.stderr).toMatch(/reseller-sales\.csv\s+│\s+28,?927\s+│\s+SalesAmount/);
    // Because of --strict.
    expect(imported.code).toBe(1);
  });

  it('gives the figures of a calculation by another route', async () => {
    const report = await readReport();
    expect(report).toMatchObject(await expectedOf(folder));
    expect(report.incentive.lines).toMatchObject({ accepted: 57_850, rejected: 1 });
  });
});

describe('the main job on the bundled data', () => {
  let first: Report;

  beforeAll(async () => {
    await succeed(importFolder(BUNDLED_DATASET, '--strict'));
    first = await readReport();
  }, 2 * MINUTES);

  it('gives, to the cent, the figures of a calculation by another route, and the mended line is taken', async () => {
    const expected = await expectedOf(BUNDLED_DATASET);
    expect(first).toMatchObject(expected);
    expect(Object.keys(first.territory.partners).toSorted()).toEqual(
      Object.keys(expected.territory.partners).toSorted(),
    );
  });

  it('leaves nothing in any outbox or dead-letter table, and every service has published and handled', () => {
    expect(first.stuck).toEqual({ outbox: 0, deadLetters: 0 });
    expect(Object.keys(first.events).toSorted()).toEqual([
      'feedback',
      'incentive',
      'marketing',
      'partner',
      'territory',
    ]);
    for (const { published, handled } of Object.values(first.events)) {
      expect(published).toBeGreaterThan(0);
      expect(handled).toBeGreaterThan(0);
    }
  });

  it('was heard by a plain NATS client as CloudEvents', () => {
    expect(heard).toHaveLength(701);
    for (const { headers, subject, data } of heard) {
      expect(subject).toMatch(/^quyu\.partner\.enrolled\.v1\.p\d\d$/);
      expect(headers).toMatchObject({
        'ce-specversion': '1.0',
        'ce-type': 'io.quyu.partner.enrolled.v1',
        'ce-source': '/quyu/partner',
        'ce-sequence': '1',
      });
      expect(partnerEnrolled.schema.safeParse(data).success).toBe(true);
      expect(headers['ce-subject']).toBe((data as { partnerId: string }).partnerId);
    }
  });

  it(
    'done again changes nothing: not a figure, not an event',
    async () => {
      const before = await askAll(platform.clients);
      const { stdout } = await succeed(importFolder(BUNDLED_DATASET, '--strict'));
      expect(stdout).toMatch(/sales lines\s+│\s+0\s+│\s+57,851\s+│\s+0/);
      expect({ ...(await readReport()), seconds: null }).toEqual({ ...first, seconds: null });
      expect(await askAll(platform.clients)).toEqual(before);
    },
    2 * MINUTES,
  );
});

describe('a folder that cannot be taken as a whole', () => {
  const refused = FAULT_NAMES.filter((fault) => DATASET_FAULTS[fault].expect === 'refused-file');

  it.each(refused)('is refused with its place, before anything is written: %s', async (fault) => {
    const folder = join(work, `refused ${fault}`);
    const { file, line, column } = await writeBrokenDataset({ from: BUNDLED_DATASET, to: folder, fault });
    const before = await askAll(platform.clients);
    const { code, stderr } = await importFolder(folder);
    expect(code).toBe(1);
    expect(stderr).toContain('nothing was written');
    expect(stderr).toContain(placeOf({ file, line, column, value: null, reason: '' }));
    expect(stderr).not.toContain('    at ');
    expect(await askAll(platform.clients)).toEqual(before);
  });
});

describe('a file of sales with one fault', () => {
  const inSales = FAULT_NAMES.filter(
    (fault) =>
      DATASET_FAULTS[fault].file === 'reseller-sales.csv' && DATASET_FAULTS[fault].expect !== 'refused-file',
  );
  let few: string;

  beforeAll(async () => {
    few = join(work, 'few sales');
    await mkdir(few);
    const whole = gunzipSync(await readFile(join(BUNDLED_DATASET, 'reseller-sales.csv.gz'))).toString();
    await writeFile(join(few, 'reseller-sales.csv'), `${whole.split('\n').slice(0, 12).join('\n')}\n`);
  });

  it.each(inSales)(
    'keeps the bad line with its place, if it is bad, and takes the others: %s',
    async (fault) => {
      const folder = join(work, `sales ${fault}`);
      const broken = await writeBrokenDataset({ from: few, to: folder, fault });
      const { incentive } = platform.clients;
      const done = await incentive.importSales({
        query: { source: 'few', file: broken.file, currency: 'USD', ...SALES_COLUMNS },
        body: await readFile(join(folder, broken.file)),
      });
      const isBad = broken.expect === 'rejected-line';
      expect(done.rejected).toBe(isBad ? 1 : 0);
      expect(done.accepted + done.duplicates).toBe(done.lines - done.rejected);
      const { items } = await incentive.listRejectedSales({ params: { importId: done.importId }, query: {} });
      const { file, line, column } = broken;
      expect(items).toMatchObject(isBad ? [{ file, line, ...(column === null ? {} : { column }) }] : []);
    },
  );
});

describe('a hostile request', () => {
  const send = (token: string, body: string) =>
    fetch(`${platform.url}/api/partner/v1/partners`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': body.slice(0, 40),
      },
      body,
    });

  it.each([
    [
      '__proto__ in JSON',
      (token: string) => send(token, '{"__proto__":{"admin":true}}'),
      400,
      'MALFORMED_JSON',
    ],
    ['half a document', (token: string) => send(token, '{"code":'), 400, 'MALFORMED_JSON'],
    [
      'an unknown field',
      (token: string) => send(token, '{"code":"X","colour":"red"}'),
      400,
      'INVALID_REQUEST',
    ],
    [
      'a body over the limit',
      (token: string) => send(token, `"${'x'.repeat(2 ** 21)}"`),
      413,
      'BODY_TOO_LARGE',
    ],
    ['a malformed token', () => send('not.a.token', '{}'), 401, 'UNAUTHENTICATED'],
  ] as const)('gets a clear answer: %s', async (_what, attempt, status, code) => {
    const response = await attempt(platform.token);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code });
  });

  it('with a token that is too old or allows too little gets a clear answer', async () => {
    const issuer = await forgeTokens(state, platform.issuer);
    const old = await issuer.mint({ subject: 'x', permissions: ['*'], expiresInSeconds: -60 });
    expect((await send(old, '{}')).status).toBe(401);
    const narrow = await issuer.mint({ subject: 'x', permissions: ['marketing:*'], expiresInSeconds: 60 });
    expect((await send(narrow, '{}')).status).toBe(403);
  });

  it('leaves the platform up', async () => {
    expect((await fetch(`${platform.url}/health/ready`)).status).toBe(200);
  });
});

async function listen(natsUrl: string): Promise<void> {
  const nc = await connect({ servers: natsUrl });
  nc.subscribe('quyu.partner.enrolled.v1.*', {
    callback: (_error, message) => {
      const headers = Object.fromEntries(
        (message.headers?.keys() ?? []).map((name) => [name.toLowerCase(), message.headers?.get(name) ?? '']),
      );
      heard.push({ subject: message.subject, headers, data: message.json() });
    },
  });
  await nc.flush();
}
