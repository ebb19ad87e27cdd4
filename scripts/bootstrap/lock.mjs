import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from './explain.mjs';
import { say } from './progress.mjs';
import { STATE } from './tree.mjs';

const LOCK = join(STATE, 'set-up.lock');
const POLL_MS = 200;
const HALF_WRITTEN_MS = 2000;
const TAKEOVER_MS = 5000;

/** Runs `work` while no other set-up of this tree runs; waits for one that does. */
export async function withLock(work) {
  await acquire();
  const release = () => rmSync(LOCK, { force: true });
  const end = (signal) => {
    release();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('exit', release).on('SIGINT', end).on('SIGTERM', end);
  try {
    return await work();
  } finally {
    process.off('exit', release).off('SIGINT', end).off('SIGTERM', end);
    release();
  }
}

async function acquire() {
  makeState();
  for (let waitingFor = 0; !create(LOCK);) {
    const holder = readHolder();
    if (holder === 'dead') removeStale();
    else if (holder !== 'unknown' && holder !== waitingFor) {
      say(`waiting for another set-up of this folder (process ${holder})`);
      waitingFor = holder;
    }
    await sleep(POLL_MS);
  }
}

function makeState() {
  try {
    mkdirSync(STATE, { recursive: true });
  } catch (error) {
    throw explain(
      `${STATE} cannot be made (${error.code}). Make this folder yours (chown) or free some space.`,
      error,
    );
  }
}

/** The pid of the holder; `dead` when it is gone; `unknown` while the lock is being made or removed. */
function readHolder() {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'));
    if (pid > 0) return isAlive(pid) ? pid : 'dead';
    return Date.now() - statSync(LOCK).mtimeMs > HALF_WRITTEN_MS ? 'dead' : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Only one process may remove a dead lock, or a second one would remove the first one's new lock. */
function removeStale() {
  const takeover = `${LOCK}.takeover`;
  if (create(takeover)) {
    if (readHolder() === 'dead') rmSync(LOCK, { force: true });
    rmSync(takeover, { force: true });
  } else if (
    Date.now() - (statSync(takeover, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) >
    TAKEOVER_MS
  ) {
    rmSync(takeover, { force: true });
  }
}

function create(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw explain(
      `${path} cannot be written (${error.code}). Make this folder yours (chown) or free some space.`,
      error,
    );
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
