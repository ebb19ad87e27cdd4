import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { EmbeddedError } from '../errors.js';
import { downloadWithApt } from './apt-download.js';
import { cachedNatsPath, prepareCache, type InstalledNats } from './install.js';
import { downloadRelease } from './release-download.js';
import { requireNatsServer } from './version.js';

/** Where {@link resolveNatsServer} may keep and look for things. */
export interface NatsResolution {
  /** Keeps a fetched server for the next time; created when needed. */
  readonly cacheDir: string;
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** A nats-server that was run once to see that it works. */
export interface NatsServer extends InstalledNats {
  readonly source: NatsSource;
}

/** How a nats-server was found. */
export type NatsSource = 'NATS_SERVER_BIN' | 'PATH' | 'cache' | 'apt' | 'release';

/** One way to come by a server, named for messages; it throws to say why it cannot. */
export interface NatsRoute {
  readonly source: NatsSource;
  readonly label: string;
  readonly progress?: string;
  find(): Promise<InstalledNats>;
}

/**
 * Finds a nats-server of version 2.10 or newer: `NATS_SERVER_BIN`, PATH, the cache, the machine's own
 * Debian or Ubuntu archive (signature checked, nothing installed), the official release (checksum checked).
 *
 * @throws EmbeddedError `NATS_NOT_FOUND`, listing what was tried, why each failed, and what to do.
 * @example
 * const nats = await resolveNatsServer({ cacheDir: '.quyu/cache' });
 * console.log(`nats-server ${nats.version} from ${nats.source}`);
 */
export async function resolveNatsServer(options: NatsResolution): Promise<NatsServer> {
  const given = process.env['NATS_SERVER_BIN'];
  return tryRoutes(given ? [givenRoute(given)] : searchRoutes(options.cacheDir), options.onProgress);
}

/** Tries each route in turn and returns the first success. */
export async function tryRoutes(routes: readonly NatsRoute[], onProgress = (_line: string) => {}) {
  const failures: string[] = [];
  for (const route of routes) {
    try {
      if (route.progress) onProgress(route.progress);
      return { ...(await route.find()), source: route.source };
    } catch (error) {
      if (error instanceof EmbeddedError) throw error;
      failures.push(`  ${route.label}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw notFound(failures);
}

/** A server the user named is used or refused; looking elsewhere would hide their mistake. */
function givenRoute(path: string): NatsRoute {
  return { source: 'NATS_SERVER_BIN', label: 'NATS_SERVER_BIN', find: () => use(path) };
}

function searchRoutes(cacheDir: string): NatsRoute[] {
  return [
    { source: 'PATH', label: 'PATH', find: () => use(findOnPath()) },
    { source: 'cache', label: 'cache', find: () => use(findInCache(cacheDir)) },
    {
      source: 'apt',
      label: "this machine's package archive",
      progress: "fetching nats-server from this machine's package archive",
      find: () => fetchInto(cacheDir, downloadWithApt),
    },
    {
      source: 'release',
      label: 'official release',
      progress: 'fetching the official release of nats-server',
      find: () => fetchInto(cacheDir, downloadRelease),
    },
  ];
}

function fetchInto(cacheDir: string, fetchServer: (cacheDir: string) => Promise<InstalledNats>) {
  prepareCache(cacheDir);
  return fetchServer(cacheDir);
}

async function use(path: string): Promise<InstalledNats> {
  return { path, version: await requireNatsServer(path) };
}

function findOnPath(): string {
  const name = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const path = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (path) return path;
  throw new Error('there is no nats-server on it');
}

function findInCache(cacheDir: string): string {
  const path = cachedNatsPath(cacheDir);
  if (existsSync(path)) return path;
  throw new Error(`there is none at ${path}`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function notFound(failures: readonly string[]): EmbeddedError {
  return new EmbeddedError(
    'NATS_NOT_FOUND',
    `No usable nats-server (2.10 or newer). Tried:\n${failures.join('\n')}\nAny one of these mends it:\n` +
      '  1. install nats-server 2.10 or newer, so that it is on PATH;\n' +
      '  2. name one you have: NATS_SERVER_BIN=/path/to/nats-server;\n' +
      '  3. give this machine access to its package archive or to the official releases, and start again.',
  );
}
