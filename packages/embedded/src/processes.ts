import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf } from './errors.js';

const POLL_MS = 25;

/** True when `pid` is a running process, ours or not. A zombie has stopped running, so it does not count. */
export function isAlive(pid: number): boolean {
  // In a container whose first process reaps nobody, dead orphans stay behind as zombies for ever.
  return isListed(pid) && statFields(pid)?.[0] !== 'Z';
}

/** True while the system still knows `pid`, be it only as a zombie. */
export function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

/**
 * A text that two processes never share, even when the system gives out the same pid again.
 * Undefined when the process is gone or the system cannot tell.
 */
export function birthOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  const startTicks = statFields(pid)?.[19];
  return startTicks && `${readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${startTicks}`;
}

/**
 * True when `pid` is the program `name` at work in the folder `workDir`. A pid found in a file may
 * belong to anybody by now, and a folder may have been moved under the feet of its server: so the
 * system is asked where the process is, and only where it cannot tell, how it was started.
 */
export function worksIn(pid: number, name: string, workDir: string): boolean {
  const commandLine = commandLineOf(pid);
  if (!commandLine.includes(name)) return false;
  if (process.platform !== 'linux') return commandLine.includes(workDir);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(workDir);
  } catch {
    return false; // gone, or of another user and so not ours
  }
}

/** The full command line of a process, or an empty text when it is gone or hidden. */
function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=') ?? '';
  return readText(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

/** Waits until `pid` is gone; false when it still runs after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number, isThere = isAlive): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isThere(pid)) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** One step of ending a process: the signal, and how long to wait for its effect, in milliseconds. */
export type EndingStep = readonly [signal: NodeJS.Signals, waitMs: number];

/** Ends a process by ever harder signals; false when it survived them all. */
export async function endProcess(pid: number, steps: readonly EndingStep[]): Promise<boolean> {
  for (const [signal, waitMs] of steps) {
    sendSignal(pid, signal);
    if (await waitUntilGone(pid, waitMs)) return true;
  }
  return false;
}

/** Sends a signal; a process that is already gone is fine. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

/** The fields of /proc/PID/stat from the state on: the name before them may hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  const stat = process.platform === 'linux' ? readText(`/proc/${pid}/stat`) : undefined;
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // the process ended while we looked
  }
}

function ps(pid: number, column: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    const out = execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8', stdio });
    return out.trim() || undefined;
  } catch {
    return undefined; // ps exits 1 when there is no such process
  }
}
