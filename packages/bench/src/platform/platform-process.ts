import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const BOOTSTRAP = join(ROOT, 'scripts', 'bootstrap.mjs');
const LAST_WORDS = 'Ctrl-C stops the platform';

/** A platform that `npm start` has brought up. */
export interface PlatformProcess {
  /** Of the process that hosts the services. */
  readonly pid: number;
  /** Seconds from the command until it said that it was ready. */
  readonly bootSeconds: number;
  /** Stops it as Ctrl-C does, and waits for its end. */
  stop(): Promise<void>;
}

/** Runs what `npm start` runs and waits for its last words: then it is ready, and the report was shown. */
export async function startPlatform(state: string): Promise<PlatformProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [BOOTSTRAP, 'start', '--state', state], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const readyAt = await waitForWords(child);
  return {
    pid: hostOf(state),
    bootSeconds: (readyAt - started) / 1000,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** The bootstrap is another process than the one it starts. */
function hostOf(state: string): number {
  return (JSON.parse(readFileSync(join(state, 'state.json'), 'utf8')) as { pid: number }).pid;
}

function waitForWords(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let readyAt = 0;
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (readyAt === 0 && said.includes('Ready after')) readyAt = performance.now();
    });
    let shown = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      if (shown.includes(LAST_WORDS)) resolve(readyAt);
    });
    child.once('close', () => reject(new Error(`npm start ended early:\n${said}`)));
  });
}
