import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTemporaryFolder, resolveNatsServer, startNats, startPostgres } from '@quyu/embedded';
import { Client } from 'pg';

/** How many connections to the database each contender has for its work. */
export const POOL_SIZE = 10;

/** Where one contender works: a database of its own, on servers that both contenders use. */
export interface Site {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

/** The servers of a run. */
export interface Servers {
  /** Makes an empty database. */
  openSite(name: string): Promise<Site>;
  stop(): Promise<void>;
}

const CACHE = fileURLToPath(new URL('../../../../.quyu/cache', import.meta.url));

/** Starts a Postgres that flushes what it commits, and a nats-server with JetStream on disk: on loopback, in a temporary folder. */
export async function startServers(): Promise<Servers> {
  const dir = createTemporaryFolder('quyu-bench');
  const stops: (() => Promise<void>)[] = [async () => rmSync(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  stopOnSignals(stop);
  try {
    const postgres = await startTimedPostgres(`${dir}/postgres`);
    stops.push(() => postgres.stop());
    const { path } = await resolveNatsServer({ cacheDir: CACHE });
    const nats = await startNats({ dir: `${dir}/nats`, bin: path });
    stops.push(() => nats.stop());
    const openSite = async (name: string): Promise<Site> => {
      await execute(postgres.url, `create database ${name}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return { databaseUrl: url.href, natsUrl: nats.url };
    };
    return { openSite, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ctrl-C must leave neither servers nor folders behind. */
function stopOnSignals(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(1)));
}

/** The instant of each commit is kept by Postgres itself, after a restart that turns it on. */
async function startTimedPostgres(dir: string) {
  const first = await startPostgres({ dir });
  await execute(first.url, 'alter system set track_commit_timestamp = on');
  await first.stop();
  return startPostgres({ dir });
}

async function execute(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
