import { afterEach, describe, expect, it, vi } from 'vitest';
import { scratchDir } from '../testing/scratch-dir.js';
import { EmbeddedError } from '../errors.js';
import { resolveNatsServer, tryRoutes, type NatsRoute } from './resolve-nats-server.js';

const found = { path: '/opt/nats-server', version: '2.11.0' };
const failing = (label: string, why: string): NatsRoute => ({
  source: 'apt',
  label,
  find: () => Promise.reject(new Error(why)),
});

afterEach(() => vi.unstubAllEnvs());

describe('finding nats-server', () => {
  it('takes the first route that leads anywhere', async () => {
    const never: NatsRoute = {
      source: 'release',
      label: 'release',
      find: () => Promise.reject(new Error('asked')),
    };
    const cache: NatsRoute = { source: 'cache', label: 'cache', find: () => Promise.resolve(found) };
    await expect(tryRoutes([failing('PATH', 'none'), cache, never])).resolves.toEqual({
      ...found,
      source: 'cache',
    });
  });

  it('lists everything it tried, why each failed, and three ways to mend it', async () => {
    const routes = [failing('PATH', 'there is none'), failing('official release', 'no network')];
    const error = await tryRoutes(routes).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'EmbeddedError', code: 'NATS_NOT_FOUND' });
    const { message } = error as EmbeddedError;
    for (const part of ['PATH: there is none', 'official release: no network', '  1. ', '  2. ', '  3. ']) {
      expect(message).toContain(part);
    }
  });

  it('stops at a full disk instead of hiding it behind the next route', async () => {
    const full: NatsRoute = {
      source: 'apt',
      label: 'apt',
      find: () => Promise.reject(new EmbeddedError('DISK_FULL', 'full')),
    };
    await expect(tryRoutes([full, failing('release', 'no network')])).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
  });

  it('refuses a wrong NATS_SERVER_BIN instead of looking elsewhere', async () => {
    vi.stubEnv('NATS_SERVER_BIN', '/nowhere/nats-server');
    const cacheDir = scratchDir('cache');
    await expect(resolveNatsServer({ cacheDir })).rejects.toThrow(/NATS_SERVER_BIN: \/nowhere\/nats-server/);
  });
});
