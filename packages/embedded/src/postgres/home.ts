import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunAs } from '../server-process.js';
import type { PostgresBinaries } from './binaries.js';
import { reachableBinaries } from './reachable-binaries.js';
import { isElsewhere, moveData, reachableBase } from './reachable-place.js';
import { chooseRunAs, ownsDir } from './run-as.js';

/** Where one cluster lives and who runs it. */
export interface PostgresHome {
  readonly dir: string;
  /** The folder that holds the data folder: `dir`, or a place an unprivileged user can reach. */
  readonly base: string;
  readonly dataDir: string;
  readonly binaries: PostgresBinaries;
  readonly runAs: RunAs | undefined;
}

/** What {@link choosePostgresHome} depends on. */
export interface HomeOptions {
  readonly dir: string;
  readonly binaries: PostgresBinaries;
  readonly onProgress: (line: string) => void;
  /** Where data goes that cannot live in `dir`; another value only in tests. */
  readonly reachableRoot?: string;
}

/**
 * Decides where the data lives and which copy of the binaries runs. Normally both stay where they
 * are. As root, Postgres runs as an unprivileged user who may not get into `dir` (a clone under
 * /root, mode 700): then the data, and if need be the binaries, go under /var/lib/quyu.
 */
export async function choosePostgresHome(options: HomeOptions): Promise<PostgresHome> {
  const { onProgress, reachableRoot = '/var/lib/quyu' } = options;
  mkdirSync(options.dir, { recursive: true });
  const dir = realpathSync(options.dir);
  const near = join(dir, 'data');
  const runAs = chooseRunAs(near, onProgress);
  const binaries = reachableBinaries(options.binaries, runAs, reachableRoot, onProgress);
  if (runAs === undefined) return { dir, base: dir, dataDir: near, binaries, runAs };
  if (isUsable(dir, near, runAs)) return { dir, base: dir, dataDir: near, binaries, runAs };
  const base = await reachableBase(dir, reachableRoot, onProgress);
  if (existsSync(near)) moveData(near, join(base, 'data'));
  const farRunAs = chooseRunAs(join(base, 'data'), onProgress) ?? runAs;
  return { dir, base, dataDir: join(base, 'data'), binaries, runAs: farRunAs };
}

/** Makes an empty folder of `runAs` (or ours) with mode 700, as Postgres demands of its data folder. */
export function makePrivateDir(path: string, runAs: RunAs | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (runAs) chownSync(path, runAs.uid, runAs.gid);
}

function isUsable(dir: string, near: string, runAs: RunAs): boolean {
  if (existsSync(near)) return ownsDir(runAs, near);
  if (isElsewhere(dir)) return false; // the data is elsewhere already, and stays there
  const probe = join(dir, `probe-${randomBytes(4).toString('hex')}`);
  try {
    makePrivateDir(probe, runAs);
    return ownsDir(runAs, probe);
  } catch {
    return false; // a file system that does not let root give a folder away
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}
