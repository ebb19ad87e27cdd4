import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../../cli/dist/main.js', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const LAST_WORDS = 'Ctrl-C stops the platform';

/** A platform in a process of its own, as `npm start` makes it. */
export interface PlatformProcess {
  readonly pid: number;
  /** Seconds from the start of the process until it said that it was ready. */
  readonly bootSeconds: number;
  /** Stops it as Ctrl-C does, and waits for its end. */
  stop(): Promise<void>;
}

/** Starts `quyu up` and waits for its last words: then it is ready, and the report was shown. */
export async function startPlatform(state: string): Promise<PlatformProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, 'up', '--state', state], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const readyAt = await waitForWords(child);
  return {
    pid: child.pid ?? 0,
    bootSeconds: (readyAt - started) / 1000,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
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
    child.stderr?.once('close', () => reject(new Error(`quyu up (pid ${child.pid}) ended early:\n${said}`)));
  });
}
