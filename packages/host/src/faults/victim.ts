import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that may be killed at any moment, and started again. */
export interface Victim {
  readonly name: string;
  start(): void;
  /** As by `kill -9`. */
  kill(): Promise<void>;
}

/** What a process is told. */
export type Orders = Readonly<Record<string, unknown>>;

const started = new Set<ChildProcess>();

/** Kills what a test that failed has left running. */
export function killLeftovers(): void {
  for (const child of started) child.kill('SIGKILL');
}

/** Prepares a process that runs a script of `processes/`, as it was built. */
export function prepareVictim(name: string, script: string, orders: Orders): Victim {
  const path = fileURLToPath(new URL(`../../dist/faults/processes/${script}.js`, import.meta.url));
  let child: ChildProcess | undefined;
  return {
    name,
    start() {
      child = spawn(process.execPath, [path], {
        env: { ...process.env, QUYU_FAULT_ORDERS: JSON.stringify(orders) },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const current = child;
      started.add(current);
      current.once('exit', () => started.delete(current));
    },
    async kill() {
      if (!child) throw new Error(`${name} was not started`);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
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
