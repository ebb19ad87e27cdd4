import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { EmbeddedError } from '../errors.js';
import type { RunAs } from '../server-process.js';

const PROBE_MS = 10_000;

/**
 * The user Postgres must run as: nobody special when we are not root; as root the owner of the data
 * if there is any, else `postgres` (created when missing), else `nobody`. Postgres refuses root.
 */
export function chooseRunAs(dataDir: string, onProgress: (line: string) => void): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = ownerOf(dataDir) ?? lookUp('postgres') ?? createUser(onProgress) ?? lookUp('nobody');
  if (user !== undefined) return user;
  throw new EmbeddedError(
    'BINARIES_MISSING',
    'Postgres refuses to run as root, and no unprivileged user could be found or created. Create one (useradd --system postgres) or start as another user.',
  );
}

/** True when `runAs` reaches `dir`, owns it and may write there. Asked of the system itself: modes do not tell all. */
export function ownsDir(runAs: RunAs | undefined, dir: string): boolean {
  return succeeds('/bin/sh', ['-c', 'cd "$0" && test -w . && test -O .', dir], runAs);
}

/** True when `runAs` can run `program`, every folder above it and every library included. */
export function canRun(runAs: RunAs | undefined, program: string): boolean {
  return succeeds(program, ['--version'], runAs);
}

function succeeds(command: string, args: string[], runAs: RunAs | undefined): boolean {
  return spawnSync(command, args, { ...runAs, cwd: '/', stdio: 'ignore', timeout: PROBE_MS }).status === 0;
}

function ownerOf(path: string): RunAs | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
}

function lookUp(name: string): RunAs | undefined {
  try {
    return { uid: idOf('-u', name), gid: idOf('-g', name) };
  } catch {
    return undefined; // there is no such user
  }
}

function idOf(flag: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

function createUser(onProgress: (line: string) => void): RunAs | undefined {
  const args = ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'];
  if (!succeeds('useradd', args, undefined)) return undefined;
  onProgress('created the system user postgres (Postgres refuses to run as root)');
  return lookUp('postgres');
}
