import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explainStorageError } from '../errors.js';
import { requireNatsServer } from './version.js';

/** A nats-server in the cache that has been run once to see that it works. */
export interface InstalledNats {
  readonly path: string;
  readonly version: string;
}

/** Where the cache keeps its nats-server. */
export function cachedNatsPath(cacheDir: string): string {
  return join(cacheDir, 'nats-server', process.platform === 'win32' ? 'nats-server.exe' : 'nats-server');
}

/** Makes sure the cache can be written, before anything is fetched for it. */
export function prepareCache(cacheDir: string): void {
  const dir = dirname(cachedNatsPath(cacheDir));
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (error) {
    throw explainStorageError(error, cacheDir);
  }
}

/** Puts a fetched program into the cache in one step, after it has shown that it runs here. */
export async function installNatsServer(program: string, cacheDir: string): Promise<InstalledNats> {
  const path = cachedNatsPath(cacheDir);
  const fresh = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    copyFileSync(program, fresh);
    chmodSync(fresh, 0o755);
    const version = await requireNatsServer(fresh);
    renameSync(fresh, path);
    return { path, version };
  } catch (error) {
    rmSync(fresh, { force: true });
    throw explainStorageError(error, cacheDir);
  }
}
