import { randomBytes } from 'node:crypto';
import { eventually } from './eventually.js';
import { type NatsConnection } from '@nats-io/transport-node';
import { connectNats, createLocalIssuer, createLog, migrate, provision } from '@quyu/host';
import { ledger } from '../plugins/ledger.js';
import { shop } from '../plugins/shop.js';
import { type TcpProxy, proxyTo } from '../network/tcp-proxy.js';
import { type Database, createDatabase, throughPort } from './database.js';
import { type Replica, prepareReplica } from './replica.js';
import type { Site } from './site.js';

/** The system under test of one scenario: its replicas, its database, its subjects. */
export interface World {
  readonly site: Site;
  readonly root: string;
  readonly database: Database;
  readonly nc: NatsConnection;
  readonly token: string;
  readonly shops: readonly Replica[];
  readonly ledgers: readonly Replica[];
  readonly replicas: readonly Replica[];
  /** There when the world was opened with `proxied`. */
  readonly network: Network;
  close(): Promise<void>;
}

/** Between the replicas and their servers. */
export interface Network {
  readonly nats: TcpProxy;
  readonly postgres: TcpProxy;
}

/** What a scenario needs of its world. */
export interface WorldOptions {
  readonly replicasEach?: number;
  /** How many copies of each stream. */
  readonly copies?: number;
  /** Puts a proxy between the replicas and their servers. */
  readonly proxied?: boolean;
  /** Settings of all replicas, besides the usual. */
  readonly env?: NodeJS.ProcessEnv;
}

const SPECS = [shop.spec, ledger.spec];
const ISSUER = 'urn:quyu:faults';
const TOKEN_SECONDS = 86_400;

/** Makes a database, streams and consumers on a site; replicas are prepared, not started. */
export async function openWorld(site: Site, folder: string, options: WorldOptions = {}): Promise<World> {
  const root = `f${randomBytes(5).toString('hex')}`;
  const log = createLog('error');
  const database = await createDatabase(site.postgres.url, root);
  await migrate({ databaseUrl: database.url, specs: SPECS, log });
  const nc = await connectNats({ natsUrl: site.natsUrl, name: 'faults witness', log: createLog('silent') });
  const copies = options.copies ?? 1;
  // The servers of a cluster are healthy a moment before they have found each other.
  await eventually(
    'the streams are made',
    () => provision({ nc, specs: SPECS, root, replicas: copies }),
    Boolean,
    20_000,
  );
  const network = options.proxied ? await openNetwork(site) : undefined;
  const issuer = await createLocalIssuer({ issuer: ISSUER, audience: 'quyu' });
  const env = {
    QUYU_DATABASE_URL: network ? throughPort(database.url, network.postgres.port) : database.url,
    QUYU_NATS_URL: network ? `nats://127.0.0.1:${network.nats.port}` : site.natsUrl,
    QUYU_AUTH_ISSUER: ISSUER,
    QUYU_AUTH_JWKS: JSON.stringify(issuer.jwks),
    QUYU_BUS_ROOT: root,
    QUYU_STREAM_REPLICAS: String(copies),
    // All writers are one caller, and insist.
    QUYU_RATE_LIMIT_PER_MINUTE: '0',
    QUYU_LOG_LEVEL: process.env['QUYU_TEST_LOG'] ?? 'info',
    NODE_ENV: 'production',
    ...options.env,
  };
  const prepare = (service: 'shop' | 'ledger'): Promise<Replica[]> =>
    Promise.all(
      Array.from({ length: options.replicasEach ?? 2 }, (_, index) =>
        prepareReplica(service, index, env, folder),
      ),
    );
  const [shops, ledgers] = [await prepare('shop'), await prepare('ledger')];
  const token = await issuer.mint({ subject: 'writer', permissions: ['*'], expiresInSeconds: TOKEN_SECONDS });
  const replicas = [...shops, ...ledgers];
  return {
    site,
    root,
    database,
    nc,
    token,
    shops,
    ledgers,
    replicas,
    get network() {
      if (!network) throw new Error('this world has no proxies: open it with proxied');
      return network;
    },
    async close() {
      for (const replica of replicas) if (replica.isRunning) await replica.kill();
      await nc.close();
      await network?.nats.close();
      await network?.postgres.close();
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${root}' and pid <> pg_backend_pid()`,
      );
    },
  };
}

async function openNetwork(site: Site): Promise<Network> {
  const [server] = site.nats;
  if (!server) throw new Error('the site has no broker');
  return { nats: await proxyTo(server.port), postgres: await proxyTo(site.postgres.port) };
}
