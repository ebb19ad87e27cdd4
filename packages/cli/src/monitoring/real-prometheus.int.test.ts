import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@quyu/embedded';
import { type TestHost, startTestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../deployment/load-config.js';
import { alerts, expressions } from './testing/pages.js';

const isThere = await promisify(execFile)('prometheus', ['--version']).then(
  () => true,
  () => false,
);
if (!isThere) process.stderr.write('prometheus is not installed: no real one scrapes a host\n');

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly object[] };
}

describe.runIf(isThere)('a Prometheus that scrapes a host of all services', () => {
  let app: TestHost;
  let folder: string;
  let url: string;
  let server: ChildProcess;
  const ask = async (expr: string): Promise<Answer> =>
    (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`)).json() as Promise<Answer>;

  beforeAll(async () => {
    const { plugins, roles } = await loadConfig();
    app = await startTestHost({ plugins, ...(roles ? { roles } : {}) });
    folder = await mkdtemp(join(tmpdir(), 'quyu-prometheus-'));
    const credentials = await app.token();
    const targets = [new URL(app.url).host];
    const scrape = { job_name: 'quyu', authorization: { credentials }, static_configs: [{ targets }] };
    const config = { global: { scrape_interval: '1s' }, scrape_configs: [scrape] };
    await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
    const address = `127.0.0.1:${await freePort()}`;
    url = `http://${address}`;
    const args = [
      `--config.file=${join(folder, 'config.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ];
    server = spawn('prometheus', args, { stdio: 'ignore' });
    // A rate needs two scrapes with requests in them.
    await vi.waitFor(
      async () => {
        const headers = { authorization: `Bearer ${credentials}` };
        await fetch(`${app.url}/api/partner/v1/partners`, { headers });
        const { data } = await ask(
          'rate(quyu_http_request_duration_seconds_count{route=~"/api/.*"}[5m]) > 0',
        );
        if (data.result.length === 0) throw new Error('no rate yet');
      },
      { timeout: 40_000, interval: 500 },
    );
  }, 90_000);
  afterAll(async () => {
    server.kill();
    await app.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  test('takes every expression', async () => {
    const answers = await Promise.all(
      expressions.map(async ({ where, expr }) => ({ where, ...(await ask(expr)) })),
    );
    expect(answers.filter(({ status }) => status !== 'success')).toEqual([]);
    expect(answers.filter(({ data }) => data.result.length > 0).length).toBeGreaterThan(30);
  });

  test('sees none of the alerts in a host that is well', async () => {
    const answers = await Promise.all(
      alerts.map(async ({ name, expr }) => ({ name, found: (await ask(expr)).data.result })),
    );
    expect(answers.filter(({ found }) => found.length > 0)).toEqual([]);
  });
});
