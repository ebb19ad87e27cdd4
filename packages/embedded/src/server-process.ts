import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { EmbeddedError } from './errors.js';
import { onExit } from './exit-guard.js';
import { endProcess, sendSignal, type EndingStep } from './processes.js';

/** The unprivileged user a server runs as when we are root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** What to run and how to end it. */
export interface ServerCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly runAs: RunAs | undefined;
  /** Ever harder ways to end it; the first is also what it gets if our process dies. */
  readonly ending: readonly [EndingStep, ...EndingStep[]];
}

/** A server that runs beside us, in its own process group. */
export interface ServerProcess {
  readonly pid: number;
  hasExited(): boolean;
  stop(): Promise<void>;
}

/**
 * Starts a server in a session of its own, so that a terminal's Ctrl-C reaches only us and the
 * server outlives our orderly shutdown; it is told to end if we end without one.
 */
export async function spawnServer(server: ServerCommand): Promise<ServerProcess> {
  const log = openSync(server.logFile, 'a', 0o600);
  const child = spawn(server.command, server.args, {
    cwd: server.cwd,
    env: server.env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
    ...server.runAs,
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(cannotRun(server, cause)));
  });
  child.unref();
  const pid = child.pid ?? 0;
  const release = onExit(() => sendSignal(pid, server.ending[0][0]));
  void exited.then(release);
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  return { pid, hasExited, stop: () => stopServer(server, pid, hasExited) };
}

async function stopServer(server: ServerCommand, pid: number, hasExited: () => boolean): Promise<void> {
  if (hasExited() || (await endProcess(pid, server.ending))) return;
  throw new EmbeddedError(
    'PREVIOUS_RUN_STUCK',
    `${server.name} (pid ${pid}) does not stop. Look at ${server.logFile}, then end it with: kill -9 ${pid}`,
  );
}

function cannotRun(server: ServerCommand, cause: Error): EmbeddedError {
  return new EmbeddedError(
    'BINARIES_MISSING',
    `${server.name} cannot be run from ${server.command}: ${cause.message}. Install the dependencies again (delete node_modules and start).`,
    { cause },
  );
}
