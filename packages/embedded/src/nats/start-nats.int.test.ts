import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../processes.js';
import { resolveNatsServer } from './resolve-nats-server.js';
import { startNats, type EmbeddedNats } from './start-nats.js';

const cacheDir = join(import.meta.dirname, '../../../../.quyu/cache');
const root = mkdtempSync(join(tmpdir(), 'quyu 域-nats-'));
const dir = join(root, 'state');
let bin = '';
let nats: EmbeddedNats;

beforeAll(async () => {
  bin = (await resolveNatsServer({ cacheDir })).path;
  nats = await startNats({ dir, bin });
}, 300_000);
afterAll(async () => {
  await nats.stop();
  rmSync(root, { recursive: true, force: true });
}, 60_000);

async function monitor(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(`${nats.monitorUrl}${path}`)).json()) as Record<string, unknown>;
}

describe('an embedded nats-server', { timeout: 60_000 }, () => {
  it('has JetStream on disk in its folder and listens on the loopback interface only', async () => {
    const { config } = (await monitor('/jsz')) as { config: { store_dir: string } };
    expect(config.store_dir).toBe(join(dir, 'jetstream', 'jetstream'));
    expect(await monitor('/varz')).toMatchObject({ host: '127.0.0.1', max_payload: 1_048_576 });
  });

  it('keeps its port over a restart, and stopping twice does no harm', async () => {
    const { port, pid } = nats;
    await nats.stop();
    await nats.stop();
    expect(isAlive(pid)).toBe(false);
    nats = await startNats({ dir, bin });
    expect(nats.port).toBe(port);
    expect(readdirSync(dir)).toContain('nats-server.log.1');
  });

  it('starts again after a kill', async () => {
    process.kill(nats.pid, 'SIGKILL');
    nats = await startNats({ dir, bin });
    expect(await monitor('/healthz')).toMatchObject({ status: 'ok' });
  });

  it('refuses a port that is taken when it was asked for', async () => {
    const { port } = nats;
    await nats.stop();
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));
    await expect(startNats({ dir, bin, port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    nats = await startNats({ dir, bin });
    thief.close();
    expect(nats.port).not.toBe(port);
  });

  it('says what to do when the program is no program', async () => {
    const state = join(root, 'other');
    await expect(startNats({ dir: state, bin: '/nowhere/nats-server' })).rejects.toMatchObject({
      code: 'BINARIES_MISSING',
    });
  });

  it('shows the end of the log when the program does not start', async () => {
    const state = join(root, 'other');
    await expect(startNats({ dir: state, bin: '/bin/false' })).rejects.toMatchObject({
      code: 'NOT_READY',
      message: expect.stringContaining('nats-server.log') as string,
    });
  });
});
