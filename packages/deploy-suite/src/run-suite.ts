import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './images/build-image.js';
import type { Suite } from './suites.js';

/** How many tests of a suite passed, and how many did not. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const REPORT = join(ROOT, '.quyu', 'logs', 'deploy.json');
/** Its own cleaner would have to be pulled, and our engine has no bridge to ask for an address. */
const TESTCONTAINERS = { TESTCONTAINERS_RYUK_DISABLED: 'true', TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' };

/** Runs a suite with its output on ours. @param filters parts of the names of test files, for vitest. */
export async function runSuite(
  { command }: Suite,
  filters: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Counts> {
  const [program, ...args] = command;
  if (program !== 'vitest') {
    const code = await runInherited(program, args, env);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  mkdirSync(dirname(REPORT), { recursive: true });
  rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const code = await runInherited(program, [...args, ...reporters, ...filters], env);
  const { numPassedTests = 0, numFailedTests = 0 } = readReport();
  return { passed: numPassedTests, failed: code !== 0 && numFailedTests === 0 ? 1 : numFailedTests };
}

function readReport(): { readonly numPassedTests?: number; readonly numFailedTests?: number } {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8')) as ReturnType<typeof readReport>;
  } catch {
    return {}; // It did not get as far as writing it; its exit code says so.
  }
}

function runInherited(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...env, ...TESTCONTAINERS },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const end = (): void => void child.kill('SIGTERM');
  process.once('SIGINT', end).once('SIGTERM', end);
  child.once('error', reject);
  child.once('close', (code) => resolve(code ?? 1));
  return promise.finally(() => process.off('SIGINT', end).off('SIGTERM', end));
}
