import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@quyu/embedded';
import { endChild, startChild } from './children.js';
import { eventually } from './eventually.js';

/** One nats-server of ours. */
export interface NatsServer {
  readonly name: string;
  readonly port: number;
  start(): Promise<void>;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** In order, after handing its leaderships over. */
  stop(): Promise<void>;
  /** Waits until it and its streams are there. */
  healthy(): Promise<void>;
}

const HEALTHY_MS = 30_000;
const host = '127.0.0.1';

interface Ports {
  readonly client: number;
  readonly monitor: number;
  readonly route: number;
}

/** Prepares servers that keep their streams below `folder`; more than one make a cluster. */
export async function prepareNats(bin: string, folder: string, size: number): Promise<readonly NatsServer[]> {
  const ports: Ports[] = [];
  for (let each = 0; each < size; each += 1)
    ports.push({ client: await freePort(), monitor: await freePort(), route: await freePort() });
  return ports.map((own, index) => serverOf(bin, join(folder, `n${index}`), `n${index}`, own, ports));
}

function serverOf(bin: string, folder: string, name: string, own: Ports, all: readonly Ports[]): NatsServer {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'nats.conf');
  writeFileSync(config, configOf(folder, name, own, all));
  let child: ChildProcess | undefined;
  const healthy = async (): Promise<void> => {
    const page = `http://${host}:${own.monitor}/healthz`;
    await eventually(`${name} is healthy`, async () => (await fetch(page)).ok, Boolean, HEALTHY_MS);
  };
  return {
    name,
    port: own.client,
    healthy,
    async start() {
      child = startChild({ command: bin, args: ['-c', config], logFile: join(folder, 'nats.log') });
      if (all.length === 1) await healthy();
    },
    kill: async () => void (child && (await endChild(child, 'SIGKILL'))),
    stop: async () => void (child && (await endChild(child, 'SIGTERM'))),
  };
}

function configOf(folder: string, name: string, own: Ports, all: readonly Ports[]): string {
  const routes = all.map(({ route }) => `"nats://${host}:${route}"`).join(', ');
  const cluster = `cluster { name: quyu, listen: "${host}:${own.route}", routes: [${routes}] }`;
  return [
    `server_name: ${name}`,
    `listen: "${host}:${own.client}"`,
    `http: "${host}:${own.monitor}"`,
    'max_payload: 1MB',
    `jetstream { store_dir: ${JSON.stringify(join(folder, 'jetstream'))}, max_file_store: 10GB, max_memory_store: 256MB }`,
    ...(all.length > 1 ? [cluster] : []),
    '',
  ].join('\n');
}
