import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockState, resolveNatsServer, startNats, startPostgres } from './index.js';
import { isAlive, waitUntilGone } from './processes.js';

const cacheDir = join(import.meta.dirname, '../../../.quyu/cache');
const root = mkdtempSync(join(tmpdir(), 'quyu-takeover-'));
let bin = '';

beforeAll(async () => {
  chmodSync(root, 0o755);
  bin = (await resolveNatsServer({ cacheDir })).path;
}, 300_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Run {
  readonly parent: ChildProcess;
  readonly pids: readonly number[];
}

/** Another process that holds the lock, runs both servers, and then does what `ending` says. */
async function runElsewhere(dir: string, ending: string): Promise<Run> {
  const code = `
    const { lockState, startNats, startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, '../dist/index.js'))});
    await lockState(${JSON.stringify(dir)});
    const postgres = await startPostgres({ dir: ${JSON.stringify(join(dir, 'postgres'))}, durable: false });
    const nats = await startNats({ dir: ${JSON.stringify(join(dir, 'nats'))}, bin: ${JSON.stringify(bin)} });
    console.log(postgres.pid + ' ' + nats.pid);
    setInterval(() => undefined, 1000);
    ${ending}`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
  return { parent, pids: line.split(' ').map(Number) };
}

async function exitOf({ parent }: Run): Promise<void> {
  if (parent.exitCode === null && parent.signalCode === null) await once(parent, 'exit');
}

describe('when a run ends badly', { timeout: 120_000 }, () => {
  it('by SIGKILL, the next one takes over lock, ports and data', async () => {
    const dir = join(root, 'killed');
    const run = await runElsewhere(dir, '');
    await expect(lockState(dir)).rejects.toMatchObject({ code: 'STATE_LOCKED' });
    run.parent.kill('SIGKILL');
    await exitOf(run);
    expect(run.pids.every(isAlive)).toBe(true);
    const lines: string[] = [];
    const onProgress = (line: string) => void lines.push(line);
    const lock = await lockState(dir);
    const postgres = await startPostgres({ dir: join(dir, 'postgres'), durable: false, onProgress });
    const nats = await startNats({ dir: join(dir, 'nats'), bin, onProgress });
    expect(run.pids.some(isAlive)).toBe(false);
    expect(lines.filter((line) => line.includes('of a previous run'))).toHaveLength(2);
    await Promise.all([nats.stop(), postgres.stop()]);
    lock.release();
  });

  it.each([
    ['an uncaught error', "throw new Error('boom');"],
    ['process.exit', 'process.exit(1);'],
    ['a signal nobody handles', "process.kill(process.pid, 'SIGTERM');"],
  ])('by %s, it leaves no server behind', async (_how, ending) => {
    const run = await runElsewhere(join(root, 'ended'), ending);
    await exitOf(run);
    for (const pid of run.pids) expect(await waitUntilGone(pid, 20_000)).toBe(true);
  });

  it('leaves the servers to whoever handles the signal', async () => {
    const run = await runElsewhere(
      join(root, 'handled'),
      "process.on('SIGTERM', async () => { await nats.stop(); await postgres.stop(); process.exit(7); }); process.kill(process.pid, 'SIGTERM');",
    );
    await exitOf(run);
    expect(run.parent.exitCode).toBe(7);
    expect(run.pids.some(isAlive)).toBe(false);
  });
});
