import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;
const LIBRARY = 'usr/lib/*/faketime/libfaketimeMT.so.1';

/**
 * Finds libfaketime: installed, in the cache, or fetched into the cache from the machine's own package archive (apt checks
 * the signature; nothing is installed).
 *
 * @throws when it cannot be had.
 */
export async function findFakeClock(cacheFolder: string): Promise<string> {
  const folder = join(cacheFolder, 'libfaketime');
  const known = find('/') ?? find(folder);
  if (known) return known;
  mkdirSync(folder, { recursive: true });
  await run('apt-get', ['-q', 'download', 'libfaketime'], { cwd: folder, timeout: TIMEOUT_MS });
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (!archive) throw new Error('apt-get download left no package');
  await run('dpkg-deb', ['-x', archive, '.'], { cwd: folder, timeout: TIMEOUT_MS });
  const found = find(folder);
  if (!found) throw new Error(`${archive} holds no libfaketime`);
  return found;
}

function find(root: string): string | undefined {
  const [path] = globSync(LIBRARY, { cwd: root });
  return path !== undefined && existsSync(join(root, path)) ? join(root, path) : undefined;
}

/** The environment of a process whose clock is off, e.g. by `+1h`. What measures durations stays right. */
export function skewedClock(library: string, offset: string): NodeJS.ProcessEnv {
  return {
    LD_PRELOAD: library,
    FAKETIME: offset,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}
