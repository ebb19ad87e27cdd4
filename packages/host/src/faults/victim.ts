import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that may be killed at any moment, and started again. */
export interface Victim {
  readonly name: string;
  start(): void;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** Asks it to end. @throws when it does not end well. */
  end(): Promise<void>;
  /** Resolves when it ends by itself. @throws with what it wrote when it failed. */
  finished(): Promise<void>;
  /** Resolves when it is dead, of whatever. */
  dead(): Promise<void>;
}

/** What a process is told. */
export type Orders = Readonly<Record<string, unknown>>;

const started = new Set<ChildProcess>();

/** Kills what a test that failed has left running. */
export function killLeftovers(): void {
  for (const child of started) child.kill('SIGKILL');
}

/** Prepares a process that runs a script of `processes/`, as it was built. */
export function prepareVictim(
  name: string,
  script: string,
  orders: Orders,
  env: Readonly<Record<string, string>> = {},
): Victim {
  const path = fileURLToPath(new URL(`../../dist/faults/processes/${script}.js`, import.meta.url));
  let child: ChildProcess | undefined;
  let errors = '';
  const gone = async (signal?: NodeJS.Signals): Promise<number | null> => {
    if (!child) throw new Error(`${name} was not started`);
    if (signal) child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  return {
    name,
    start() {
      child = spawn(process.execPath, [path], {
        env: { ...process.env, ...env, QUYU_FAULT_ORDERS: JSON.stringify(orders) },
        stdio: ['pipe', 'ignore', 'pipe'],
      });
      const current = child;
      started.add(current);
      current.once('exit', () => started.delete(current));
      child.stderr?.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString()).slice(-4_000)));
    },
    async kill() {
      await gone('SIGKILL');
    },
    async end() {
      const code = await gone('SIGTERM');
      if (code !== 0) throw new Error(`${name} ended with ${code}: ${errors}`);
    },
    async dead() {
      await gone();
    },
    async finished() {
      const code = await gone();
      if (code !== 0) throw new Error(`${name} ended with ${code}: ${errors}`);
    },
  };
}

/** Reads, in such a process, what it was told. The process also ends when the test that started it is gone. */
export function readOrders(): unknown {
  process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'));
  process.stdin.resume();
  process.stdin.unref();
  return JSON.parse(process.env['QUYU_FAULT_ORDERS'] ?? '');
}
