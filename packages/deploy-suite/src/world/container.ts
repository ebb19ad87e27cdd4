import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Docker } from '../engine/docker.js';

/** A container that runs on this machine's network. */
export interface Container {
  readonly name: string;
  /** Its log so far, both streams. */
  log(): Promise<string>;
  isRunning(): Promise<boolean>;
  /** Asks it to end, waits for that, and removes it. @returns its exit code. */
  stop(graceSeconds?: number): Promise<number>;
}

/** What to run. */
export interface ContainerSpec {
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Options of `docker run`. */
  readonly options?: readonly string[];
}

/** As a cluster with restricted pod security runs it: nothing to write to but /tmp, no capability, no way to get one. */
export const RESTRICTED = [
  '--read-only',
  '--cap-drop',
  'ALL',
  '--security-opt',
  'no-new-privileges',
  '--tmpfs',
  '/tmp',
];

function argsOf({ image, args = [], env = {}, options = [] }: ContainerSpec): string[] {
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  return ['--network', 'host', ...variables, ...options, image, ...args];
}

/** Runs a container to its end. */
export function runContainer(docker: Docker, spec: ContainerSpec): ReturnType<Docker['run']> {
  return docker.run(['run', '--rm', ...argsOf(spec)], { timeout: 120_000 });
}

/** Starts a container and leaves it running. */
export async function startContainer(docker: Docker, what: string, spec: ContainerSpec): Promise<Container> {
  const name = `quyu-test-${what}-${randomBytes(4).toString('hex')}`;
  await docker.succeed(['run', '--detach', '--name', name, ...argsOf(spec)]);
  const inspect = (format: string): Promise<string> => docker.succeed(['inspect', '--format', format, name]);
  return {
    name,
    log: async () => {
      const { stdout, stderr } = await docker.run(['logs', name]);
      return `${stdout}${stderr}`;
    },
    isRunning: async () => (await inspect('{{.State.Running}}')) === 'true',
    stop: async (graceSeconds = 30) => {
      await docker.succeed(['stop', '--time', String(graceSeconds), name]);
      const code = Number(await inspect('{{.State.ExitCode}}'));
      await docker.succeed(['rm', '--volumes', name]);
      return code;
    },
  };
}

const READY_MS = 90_000;

/** Waits until something holds of a container that runs. @throws Error with its log when it ends, or takes too long. */
export async function untilReady(container: Container, isReady: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + READY_MS;
  while (!(await isReady())) {
    if (performance.now() > end || !(await container.isRunning()))
      throw new Error(`${container.name} does not get ready; its log:\n${await container.log()}`);
    await sleep(200);
  }
}

/** Whether an address answers with success. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false; // Nothing listens there yet, or no more.
  }
}
