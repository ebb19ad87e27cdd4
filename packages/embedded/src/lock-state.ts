import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedError, errnoOf, explainStorageError } from './errors.js';
import { onExit } from './exit-guard.js';
import { birthOf, isAlive } from './processes.js';

const HALF_WRITTEN_MS = 2_000;
const TAKEOVER_MS = 5_000;
const RETRY_MS = 50;

/** Who holds a lock: the pid alone could be another process by now, its birth tells. */
export interface LockHolder {
  readonly pid: number;
  readonly birth: string | undefined;
}

/** A held lock. */
export interface StateLock {
  readonly path: string;
  /** Gives the lock back; calling it again does nothing. */
  release(): void;
}

/**
 * Takes the exclusive lock of a state folder (created when missing). A lock whose process is gone
 * is taken over. It is given back when the process ends, however it ends.
 *
 * @throws EmbeddedError `STATE_LOCKED` when another running process holds it, `DIR_NOT_WRITABLE`, `DISK_FULL`.
 * @example
 * const lock = await lockState('.quyu');
 * try { await run(); } finally { lock.release(); }
 */
export async function lockState(dir: string): Promise<StateLock> {
  const path = join(dir, 'lock');
  try {
    mkdirSync(dir, { recursive: true });
    while (!createLock(path)) {
      refuseIfHeld(path, dir);
      if (!removeStaleLock(path)) await sleep(RETRY_MS);
    }
  } catch (error) {
    throw explainStorageError(error, dir);
  }
  const remove = () => rmSync(path, { force: true });
  const forget = onExit(remove);
  return { path, release: once(() => (forget(), remove())) };
}

/** True when the process that wrote the lock still runs. */
export function isHeld(holder: LockHolder): boolean {
  if (!isAlive(holder.pid)) return false;
  const birth = birthOf(holder.pid);
  return birth === undefined || holder.birth === undefined || birth === holder.birth;
}

/** Reads a lock file: its holder, `half-written` when its writer may still be at it, or `none`. */
export function readLock(path: string): LockHolder | 'half-written' | 'none' {
  try {
    const [pid, birth] = readFileSync(path, 'utf8').split('\n');
    if (pid && /^\d+$/.test(pid) && birth !== undefined)
      return { pid: Number(pid), birth: birth || undefined };
    return Date.now() - statSync(path).mtimeMs < HALF_WRITTEN_MS ? 'half-written' : { pid: 0, birth: '' };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 'none';
    throw error;
  }
}

function createLock(path: string): boolean {
  return createExclusively(path, `${process.pid}\n${birthOf(process.pid) ?? ''}\n`);
}

function refuseIfHeld(path: string, dir: string): void {
  const holder = readLock(path);
  if (typeof holder === 'string' || holder.pid === 0 || !isHeld(holder)) return;
  throw new EmbeddedError(
    'STATE_LOCKED',
    `${dir} is in use by process ${holder.pid}. Stop it first (Ctrl-C in its terminal, or: kill ${holder.pid}), or start with another state folder.`,
  );
}

/** Only one process may remove a stale lock, or a second one would remove the first one's fresh lock. */
function removeStaleLock(path: string): boolean {
  const takeover = `${path}.takeover`;
  if (!createExclusively(takeover, '')) {
    if (ageMs(takeover) > TAKEOVER_MS) rmSync(takeover, { force: true });
    return false;
  }
  try {
    const holder = readLock(path);
    if (holder === 'half-written') return false;
    if (holder !== 'none' && (holder.pid === 0 || !isHeld(holder))) rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(takeover, { force: true });
  }
}

function createExclusively(path: string, text: string): boolean {
  try {
    const fd = openSync(path, 'wx', 0o644);
    writeSync(fd, text);
    closeSync(fd);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // its owner has just finished
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
