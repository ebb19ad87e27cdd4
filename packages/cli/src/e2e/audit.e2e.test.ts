import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder } from '@quyu/embedded';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './cli-process.js';
import { type PlatformProcess, startPlatformProcess, waitFor } from './running-platform.js';

const MINUTES = 60_000;

let work: string;
let state: string;
let platform: PlatformProcess;

const audit = (...args: string[]) => runCli(['audit', ...args, '--state', state]);

async function asOwner<T>(act: (pg: Client) => Promise<T>): Promise<T> {
  const pg = new Client({ connectionString: platform.databaseUrl });
  await pg.connect();
  try {
    return await act(pg);
  } finally {
    await pg.end();
  }
}

beforeAll(async () => {
  work = createTemporaryFolder('quyu-audit');
  state = join(work, 'state');
  platform = await startPlatformProcess(state, '--no-import');
  for (const passMark of [10, 20])
    await platform.clients.partner.putScreeningPolicy({
      params: { code: 'standard' },
      body: {
        asOfYear: 2026,
        passMark,
        indicators: [{ fact: 'employees', bands: [{ from: 0, points: 10 }] }],
      },
    });
  await waitFor(async () => {
    const { stdout } = await audit('head', 'partner');
    return stdout.startsWith('partner/2:') ? stdout : undefined;
  });
}, 2 * MINUTES);

afterAll(async () => {
  platform.process.child.kill('SIGTERM');
  await platform.process.finished;
  await rm(work, { recursive: true, force: true });
}, MINUTES);

describe('whoever audits the platform', () => {
  it('sees who did what, and the rows before and after', { timeout: MINUTES }, async () => {
    const list = await audit('list', '--operation', 'partner.putScreeningPolicy');
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(list.stdout).toContain('screening_policy/standard');
    expect(list.stdout).toContain('127.0.0.1');
    const shown = await audit('show', 'partner/2');
    expect(shown.stdout).toMatch(/policy_in_force.*version.*1.*2/);
    const [newest] = JSON.parse((await audit('list', '--service', 'partner', '--json')).stdout);
    expect(newest).toMatchObject({ service: 'partner', entryId: '2', actor: 'ines.okafor' });
    expect((await audit('list', '--about', 'partner/nobody')).stdout).toBe('There are no such entries.\n');
  });

  it('is told what was altered, and where the end was cut off', { timeout: MINUTES }, async () => {
    const { stdout: head } = await audit('head', 'partner');
    const whole = await audit('verify', '--expect', head.trim());
    expect(whole).toMatchObject({ code: 0, stdout: 'partner: 2 entries are as they were sealed\n' });
    const tamper = (statements: string): Promise<unknown> =>
      asOwner((pg) =>
        pg.query(`set session_replication_role = 'replica'; set search_path = partner; ${statements}`),
      );
    await tamper('create table kept as table audit_seal; delete from audit_seal where seq = 2');
    const cut = await audit('verify', 'partner', '--expect', head.trim());
    expect(cut.code).toBe(1);
    expect(cut.stdout).toContain('is NOT what was sealed');
    await tamper(`update audit_entry set actor = 'somebody else' where entry_id = 1`);
    const altered = await audit('verify', '--json');
    expect(altered.code).toBe(1);
    const found = JSON.parse(altered.stdout).filter(({ fault }: { fault?: object }) => fault);
    expect(found).toMatchObject([{ service: 'partner', fault: { kind: 'changed', entryId: '1' } }]);
    expect((await audit('head', 'partner')).code).toBe(1);
  });
});
