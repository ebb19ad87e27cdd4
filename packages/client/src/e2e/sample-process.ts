/** Test support: runs a sample as its README says, and hears what it prints. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const SAMPLES = resolve(import.meta.dirname, '../../../../samples');

/** A sample that runs. */
export interface SampleProcess {
  /** What it has printed so far. */
  lines(): readonly string[];
  /** Ends it as Ctrl-C would. @returns its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a sample's script, e.g. `typescript-subscriber/subscribe.ts`. */
export function startSample(script: string, env: Readonly<Record<string, string>>): SampleProcess {
  const child = spawnSample(script, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
  return {
    lines: () => output.split('\n').filter((line) => line !== ''),
    async stop() {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

/** Runs a sample's script to its end. @returns what it printed. @throws Error with its output when it fails. */
export async function runSample(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawnSample(script, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${script} failed: ${output}`);
  return output;
}

/** Compiles a sample. @returns what the compiler has to say: nothing, when all is well. */
export function compileSample(name: string): Promise<string> {
  const compiler = resolve(SAMPLES, '../node_modules/.bin/tsc');
  return new Promise((done) => {
    execFile(compiler, ['-p', resolve(SAMPLES, name)], (error, output) =>
      done(error ? output || error.message : ''),
    );
  });
}

function spawnSample(script: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [resolve(SAMPLES, script)], {
    cwd: SAMPLES,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
