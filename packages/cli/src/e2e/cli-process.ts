import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** What a command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface CliProcess {
  readonly child: ChildProcess;
  /** Resolves when it has ended, however it did. */
  readonly finished: Promise<Finished>;
  output(): Pick<Finished, 'stdout' | 'stderr'>;
}

/** Starts the built command in a process of its own, as a user would. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): CliProcess {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not built: run the build first`);
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: ROOT,
    env: { ...withoutQuyu(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const { promise, resolve, reject } = Promise.withResolvers<Finished>();
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, ...output }));
  return { child, finished: promise, output: () => ({ ...output }) };
}

/** Runs the built command to its end. */
export function runCli(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished> {
  return startCli(args, env).finished;
}

/** A developer's own QUYU_* variables must not reach what is tested. */
function withoutQuyu(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('QUYU_') && name !== 'INIT_CWD'),
  );
}
