import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '@quyu/embedded';
import { endChild, hasEnded, startChild } from './children.js';
import { eventually } from './eventually.js';

/** Which plugin a replica runs. */
export type ServiceName = 'shop' | 'ledger';

/** One replica of a service: a process that may be killed at any moment, and started again on the same port. */
export interface Replica {
  readonly name: string;
  readonly service: ServiceName;
  readonly url: string;
  readonly pid: number;
  readonly isRunning: boolean;
  /** @param env what this start has besides the usual, e.g. a failpoint. */
  start(env?: NodeJS.ProcessEnv): void;
  /** Waits until it says that it can serve. */
  ready(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
  /** Waits until it dies by itself. @returns whether it did in this time. */
  dead(ms: number): Promise<boolean>;
  /** As an orchestrator would end it. @throws when it does not end well. */
  end(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('../processes/host-process.js', import.meta.url));
const READY_MS = 30_000;
/** Of what the platform gives a process that is to end. */
const GRACE_MS = 30_000;

/** Prepares a replica; it is started by `start`. */
export async function prepareReplica(
  service: ServiceName,
  index: number,
  env: NodeJS.ProcessEnv,
  logFolder: string,
): Promise<Replica> {
  const port = await freePort();
  const name = `${service}-${index}`;
  const url = `http://127.0.0.1:${port}`;
  const logFile = `${logFolder}/${name}.log`;
  let child: ChildProcess | undefined;
  const current = (): ChildProcess => {
    if (!child) throw new Error(`${name} was not started`);
    return child;
  };
  return {
    name,
    service,
    url,
    get pid() {
      return current().pid ?? 0;
    },
    get isRunning() {
      return child !== undefined && !hasEnded(child);
    },
    start(extra = {}) {
      const own = { FAULTS_SERVICE: service, QUYU_HTTP_PORT: String(port) };
      const all = { ...process.env, ...env, ...own, ...extra };
      child = startChild({ command: process.execPath, args: [SCRIPT], env: all, logFile });
    },
    ready: async () => void (await eventually(`${name} is ready`, () => isReady(url), Boolean, READY_MS)),
    signal: (signal) => void current().kill(signal),
    kill: async () => void (await endChild(current(), 'SIGKILL')),
    dead: (ms) => endsWithin(current(), ms),
    async end() {
      const running = current();
      running.kill('SIGTERM');
      if (!(await endsWithin(running, GRACE_MS))) {
        await endChild(running, 'SIGKILL');
        throw new Error(`${name} did not end within ${GRACE_MS} ms of SIGTERM`);
      }
      if (running.exitCode !== 0)
        throw new Error(`${name} ended with ${running.exitCode ?? running.signalCode} after SIGTERM`);
    },
  };
}

/** Whether a replica says that it can serve. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(1_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // not there, or not able to say
  }
}

async function endsWithin(child: ChildProcess, ms: number): Promise<boolean> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  const ended = endChild(child).then(() => true);
  const expired = new Promise<boolean>((resolve) => {
    late.signal.addEventListener('abort', () => resolve(false), { once: true });
  });
  const result = await Promise.race([ended, expired]);
  clearTimeout(timer);
  return result;
}
