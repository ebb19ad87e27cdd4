import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

const running = new Set<ChildProcess>();

/** Kills what a scenario that failed has left running. */
export function killChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}

process.once('exit', killChildren);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** What to run. */
export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/** Starts a process that dies with us: it holds the end of a pipe, and is killed when we exit in order. */
export function startChild({ command, args, env = process.env, logFile }: ChildCommand): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { env, stdio: ['pipe', log, log] });
  closeSync(log);
  running.add(child);
  child.once('exit', () => running.delete(child));
  // The pipe breaks when the child is killed, which is what it is there for.
  child.stdin?.on('error', () => undefined);
  return child;
}

/** True once the process has ended, of whatever. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Sends a signal, and waits for the end. @returns the exit code, or null after a signal. */
export async function endChild(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  if (signal) child.kill(signal);
  await ended;
  return child.exitCode;
}
