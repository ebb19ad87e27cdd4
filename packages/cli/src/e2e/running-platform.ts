import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { runningNote, type RunningNote } from '../deployment/state-files.js';
import { localTokens } from '../identity/local-platform.js';
import { connectPlatform, type Platform } from '../import/platform.js';
import { type CliProcess, startCli } from './cli-process.js';

/** `quyu up` in a process of its own, ready to be called. */
export interface PlatformProcess extends RunningNote {
  readonly process: CliProcess;
  readonly clients: Platform;
  readonly token: string;
}

const READY_MS = 60_000;

/** Starts `quyu up` on a state folder and waits until it is ready; the main job may still be going on. */
export function startPlatformProcess(state: string, ...args: string[]): Promise<PlatformProcess> {
  return startPlatformWith({}, state, ...args);
}

/** The same, with more variables in its environment. */
export async function startPlatformWith(
  env: Readonly<Record<string, string>>,
  state: string,
  ...args: string[]
): Promise<PlatformProcess> {
  const process = startCli(['up', '--state', state, ...args], env);
  const { pid } = process.child;
  const note = await waitFor(() => {
    if (process.child.exitCode !== null) throw new Error(`quyu up ended:\n${process.output().stderr}`);
    const found = runningNote.read(state);
    return found?.pid === pid ? found : undefined;
  });
  const token = await localTokens({ state, issuer: note.issuer })();
  return { ...note, process, token, clients: connectPlatform({ baseUrl: note.url, token }) };
}

/** Asks until there is an answer. */
export async function waitFor<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  limitMs = READY_MS,
): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`nothing came within ${limitMs} ms`);
    await sleep(50);
  }
}

/** Works on the embedded Postgres of a running platform, in a database that the platform does not use. */
export async function withPostgres<T>(state: string, work: (pg: Client) => Promise<T>): Promise<T> {
  const [password, port] = await Promise.all(
    ['password', 'port'].map((name) => readFile(join(state, 'postgres', name), 'utf8')),
  );
  const pg = new Client({
    host: '127.0.0.1',
    port: Number(port),
    user: 'quyu',
    password: password?.trim(),
    database: 'postgres',
  });
  await pg.connect();
  try {
    return await work(pg);
  } finally {
    await pg.end();
  }
}
