import { execFile } from 'node:child_process';

/** Limits and surroundings of {@link runCommand}. */
export interface CommandOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end and returns its stdout; throws with the last line it said when it fails. */
export function runCommand(command: string, args: string[], options: CommandOptions): Promise<string> {
  const { timeoutMs, ...surroundings } = options;
  const limits = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024 } as const;
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...surroundings, ...limits, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command}: ${reasonOf(error, stderr, timeoutMs)}`, { cause: error }));
      else resolve(stdout);
    });
  });
}

function reasonOf(error: Error & { killed?: boolean }, stderr: string, timeoutMs: number): string {
  if (error.killed) return `gave up after ${timeoutMs / 1000} s`;
  const lastWords = stderr
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '');
  return lastWords ?? error.message;
}
