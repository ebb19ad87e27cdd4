import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '@quyu/embedded';
import { type NatsServer, prepareNats } from './nats-servers.js';

/** Servers of our own that a scenario may break. */
export interface Site {
  readonly folder: string;
  readonly postgres: BreakablePostgres;
  readonly nats: readonly NatsServer[];
  readonly natsUrl: string;
  close(): Promise<void>;
}

/** A Postgres that may be stopped without a word, on data that is synced to disk. */
export interface BreakablePostgres {
  readonly url: string;
  readonly port: number;
  /** As `pg_ctl stop -m immediate`: no checkpoint, so that the next start recovers from the log. */
  stopImmediately(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a Postgres and a broker below `folder`. @param size how many servers the broker has: 1, or 3 for a cluster. */
export async function openSite(natsBin: string, folder: string, size: number): Promise<Site> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const postgres = await breakablePostgres(join(folder, 'postgres'));
  const nats = await startNatsServers(natsBin, join(folder, 'nats'), size);
  return {
    folder,
    postgres,
    nats,
    natsUrl: urlOf(nats),
    async close() {
      for (const server of nats) await server.kill();
      await postgres.close();
    },
  };
}

/** Prepares the servers of a broker and starts all of them. */
export async function startNatsServers(
  bin: string,
  folder: string,
  size: number,
): Promise<readonly NatsServer[]> {
  const servers = await prepareNats(bin, folder, size);
  for (const server of servers) await server.start();
  for (const server of servers) await server.healthy();
  return servers;
}

/** The address under which clients find any server of a broker. */
export function urlOf(servers: readonly Pick<NatsServer, 'port'>[]): string {
  return servers.map(({ port }) => `nats://127.0.0.1:${port}`).join(',');
}

/** Starts a Postgres that syncs what it commits. */
export async function breakablePostgres(dir: string): Promise<BreakablePostgres> {
  let running: EmbeddedPostgres = await startPostgres({ dir, durable: true });
  const { url, port } = running;
  return {
    url,
    port,
    async stopImmediately() {
      if (isAlive(running.pid)) process.kill(running.pid, 'SIGQUIT');
      await running.stop();
    },
    async start() {
      running = await startPostgres({ dir, durable: true, port });
    },
    close: () => running.stop(),
  };
}

/** It may have ended by itself: of a full disk, for example. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // gone
  }
}
