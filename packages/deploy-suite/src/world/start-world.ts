import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder, freePort } from '@quyu/embedded';
import { completeSecrets, type IssuerSecrets, serviceClient, startIssuer } from '@quyu/issuer';
import { Client } from 'pg';
import { type Docker, openDocker } from '../engine/docker.js';
import { ROOT } from '../images/build-image.js';
import { IMAGES } from '../images/names.js';
import {
  answers,
  type Container,
  type ContainerSpec,
  RESTRICTED,
  runContainer,
  startContainer,
  untilReady,
} from './container.js';

/** The services of the deployment. */
export const SERVICES = ['territory', 'partner', 'incentive', 'marketing', 'feedback'] as const;

/** Postgres, NATS with its users, and an issuer, around containers of the platform. */
export interface World {
  readonly docker: Docker;
  readonly databaseUrl: string;
  readonly natsPort: number;
  readonly issuer: { readonly url: string; readonly secrets: IssuerSecrets };
  readonly passwords: Readonly<Record<string, string>>;
  /** What the platform's containers are told. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `quyu ...` in a restricted container to its end. */
  quyu(args: readonly string[], env?: Readonly<Record<string, string>>): ReturnType<Docker['run']>;
  /** Starts `quyu serve ...` and waits until it is ready. */
  serve(
    services: readonly string[],
    port: number,
    env?: Readonly<Record<string, string>>,
  ): Promise<Container>;
  stop(): Promise<void>;
}

const makePassword = (): string => `p${randomBytes(12).toString('hex')}`;
const makePasswords = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, makePassword()]));

/** Starts a world of its own. Nothing is migrated or provisioned. */
export async function startWorld(): Promise<World> {
  const docker = await openDocker();
  const folder = createTemporaryFolder('quyu-world');
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const passwords = makePasswords([...SERVICES, 'provisioner', 'observer']);
    const [databasePort, natsPort] = [await freePort(), await freePort()];
    const secrets = await completeSecrets({}, SERVICES);
    const issuer = await startIssuer({ port: 0, secrets, people: [], env: {} });
    stops.push(() => issuer.stop());
    const password = makePassword();
    const databaseUrl = `postgres://quyu:${password}@127.0.0.1:${databasePort}/quyu`;
    const postgres = await startPostgresContainer(docker, databasePort, password);
    stops.push(() => postgres.stop());
    const nats = await startNatsContainer(docker, natsPort, folder, passwords);
    stops.push(() => nats.stop());
    await untilReady(postgres, () => acceptsQueries(databaseUrl));
    const clientSecrets = SERVICES.map((name) => [name, secrets.clientSecrets[serviceClient(name)]]);
    const env = {
      QUYU_DATABASE_URL: databaseUrl,
      QUYU_DATABASE_USERS: JSON.stringify(makePasswords(SERVICES)),
      QUYU_NATS_URL: `nats://127.0.0.1:${natsPort}`,
      QUYU_NATS_USERS: JSON.stringify(passwords),
      QUYU_AUTH_ISSUER: issuer.url,
      QUYU_AUTH_CLIENT_SECRETS: JSON.stringify(Object.fromEntries(clientSecrets)),
      QUYU_HTTP_HOST: '127.0.0.1',
      // Containers here share a small machine with all the rest: how busy it is is not what these tests are about.
      QUYU_MAX_EVENT_LOOP_DELAY_MS: '0',
    };
    const shared = { docker, databaseUrl, natsPort, issuer: { url: issuer.url, secrets }, passwords, env };
    return { ...shared, ...platformOf(docker, env, stops), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function platformOf(
  docker: Docker,
  env: World['env'],
  stops: (() => unknown)[],
): Pick<World, 'quyu' | 'serve'> {
  const specOf = (args: readonly string[], more: World['env'] = {}): ContainerSpec => ({
    image: IMAGES.quyu,
    args,
    env: { ...env, ...more },
    options: RESTRICTED,
  });
  return {
    quyu: (args, more) => runContainer(docker, specOf(args, more)),
    serve: async (services, port, more) => {
      const spec = specOf(['serve', ...services], { QUYU_HTTP_PORT: String(port), ...more });
      const container = await startContainer(docker, services[0] ?? 'none', spec);
      let gone = false;
      const stop = async (grace?: number): Promise<number> => {
        gone = true;
        return container.stop(grace);
      };
      stops.push(() => (gone ? undefined : stop()));
      await untilReady(container, () => answers(`http://127.0.0.1:${port}/health/ready`));
      return { ...container, stop };
    },
  };
}

function startPostgresContainer(docker: Docker, port: number, password: string): Promise<Container> {
  return startContainer(docker, 'postgres', {
    image: IMAGES.postgres,
    args: ['-c', `port=${port}`, '-c', 'max_connections=200'],
    env: { POSTGRES_USER: 'quyu', POSTGRES_DB: 'quyu', POSTGRES_PASSWORD: password },
  });
}

/** With the configuration of the compose file, and the users that the image itself says its services need. */
async function startNatsContainer(
  docker: Docker,
  port: number,
  folder: string,
  passwords: Readonly<Record<string, string>>,
): Promise<Container> {
  const users = await runContainer(docker, {
    image: IMAGES.quyu,
    args: ['nats-users'],
    options: RESTRICTED,
  });
  const usersFile = join(folder, 'users.conf');
  writeFileSync(usersFile, users.stdout);
  const env = Object.entries(passwords).map(([name, value]) => [
    `${name.toUpperCase()}_NATS_PASSWORD`,
    value,
  ]);
  const monitor = await freePort();
  const mounts = [
    '--volume',
    `${join(ROOT, 'deploy/docker/nats.conf')}:/etc/nats/nats.conf:ro`,
    '--volume',
    `${usersFile}:/etc/nats/users.conf:ro`,
    '--volume',
    '/data',
  ];
  const addresses = ['--addr', '127.0.0.1', '--port', String(port), '--http_port', String(monitor)];
  const container = await startContainer(docker, 'nats', {
    image: IMAGES.nats,
    args: ['--config', '/etc/nats/nats.conf', ...addresses],
    env: Object.fromEntries(env) as Record<string, string>,
    options: mounts,
  });
  await untilReady(container, () => answers(`http://127.0.0.1:${monitor}/healthz`));
  return container;
}

async function acceptsQueries(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false; // It is still starting.
  } finally {
    await client.end();
  }
}
