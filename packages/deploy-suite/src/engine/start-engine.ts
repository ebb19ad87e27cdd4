import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTemporaryFolder } from '@quyu/embedded';
import { type Docker, openDocker } from './docker.js';
import { run } from './run.js';

/** An engine to use, and how to be done with it. */
export interface Engine {
  readonly docker: Docker;
  /** Whether it is the machine's own or was started here. */
  readonly source: 'running' | 'started';
  stop(): Promise<void>;
}

const READY_MS = 30_000;

/**
 * The engine that runs on this machine, else one of our own: root may start it, and it keeps its layers in `cache`, its sockets
 * and processes in a temporary folder, and touches neither the firewall nor the default bridge.
 *
 * @throws Error saying why there is none.
 */
export async function openEngine(cache: string): Promise<Engine> {
  const docker = await openDocker();
  if ((await docker.run(['info', '--format', '{{.ServerVersion}}'], { timeout: 10_000 })).code === 0)
    return { docker, source: 'running', stop: async () => undefined };
  if (process.getuid?.() !== 0) throw new Error('no Docker engine answers, and only root may start one');
  return startEngine(cache);
}

async function startEngine(cache: string): Promise<Engine> {
  const folder = createTemporaryFolder('quyu-engine');
  const host = `unix://${join(folder, 'docker.sock')}`;
  mkdirSync(cache, { recursive: true });
  const log = join(folder, 'log');
  const out = openSync(log, 'a');
  const child = spawn('dockerd', argsOf(cache, folder, host), { stdio: ['ignore', out, out] });
  closeSync(out);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code) => resolve(`it ended with ${code}`));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    // The engine leaves the network namespace of containers mounted.
    await run('umount', [join(folder, 'exec', 'netns', 'default')]);
    rmSync(folder, { recursive: true, force: true });
  };
  const docker = await openDocker({ ...process.env, DOCKER_HOST: host });
  const failure = await Promise.race([ended, untilAnswers(docker)]);
  if (failure === undefined) return { docker, source: 'started', stop };
  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n');
  await stop();
  throw new Error(`dockerd cannot be started here: ${failure}\n${said}`);
}

function argsOf(cache: string, folder: string, host: string): string[] {
  const options = {
    'data-root': join(cache, 'engine'),
    'exec-root': join(folder, 'exec'),
    pidfile: join(folder, 'pid'),
    host,
    iptables: 'false',
    ip6tables: 'false',
    bridge: 'none',
    'log-level': 'warn',
  };
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}

async function untilAnswers(docker: Docker): Promise<string | undefined> {
  const end = performance.now() + READY_MS;
  while (performance.now() < end) {
    if ((await docker.run(['info'], { timeout: 5_000 })).code === 0) return undefined;
    await sleep(300);
  }
  return `it did not answer within ${READY_MS / 1000} s`;
}
