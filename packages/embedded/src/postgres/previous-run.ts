import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError } from '../errors.js';
import { endProcess, isAlive, isListed, waitUntilGone, worksIn } from '../processes.js';
import { POSTGRES_ENDING } from './command.js';

const REAPED_MS = 3_000;

/**
 * Ends the server that a killed run left behind on the same data folder. A pid
 * file whose process is somebody else by now is removed: Postgres would refuse to start because of it.
 */
export async function endPreviousPostgres(
  dataDir: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!isAlive(pid)) return forgetDead(pid, pidFile);
  if (!worksIn(pid, 'postgres', dataDir)) return rmSync(pidFile, { force: true });
  onProgress(`stopping the Postgres of a previous run (pid ${pid})`);
  if (await endProcess(pid, POSTGRES_ENDING)) return;
  throw new EmbeddedError(
    'PREVIOUS_RUN_STUCK',
    `The Postgres of a previous run (pid ${pid}, data in ${dataDir}) does not stop. End it with: kill -9 ${pid}, then start again; it recovers by itself.`,
  );
}

/** A dead one is left to Postgres, which also looks for backends that still hold its memory; but it takes a zombie for alive. */
async function forgetDead(pid: number, pidFile: string): Promise<void> {
  if (!(await waitUntilGone(pid, REAPED_MS, isListed))) rmSync(pidFile, { force: true });
}
