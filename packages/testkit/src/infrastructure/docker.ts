import { type NetConnectOpts, connect } from 'node:net';
import type { StartedTestContainer } from 'testcontainers';
import type { Infrastructure } from './addresses.js';

const DEFAULT_SOCKET = '/var/run/docker.sock';
const PROBE_MS = 1000;
const START_MS = 120_000;

/**
 * Postgres and NATS in containers, or undefined when no Docker engine answers. The images can be named by
 * `QUYU_TEST_POSTGRES_IMAGE` and `QUYU_TEST_NATS_IMAGE`, e.g. where no public registry can be reached.
 *
 * @throws Error when an engine answers and the containers do not start, e.g. for want of an image.
 */
export async function dockerInfrastructure(env: NodeJS.ProcessEnv): Promise<Infrastructure | undefined> {
  if (!(await engineAnswers(env['DOCKER_HOST']))) return undefined;
  const postgresImage = env['QUYU_TEST_POSTGRES_IMAGE'] ?? 'postgres:18-alpine';
  const natsImage = env['QUYU_TEST_NATS_IMAGE'] ?? 'nats:2.12-alpine';
  const started = await Promise.allSettled([startPostgres(postgresImage), startNats(natsImage)]);
  const containers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async (): Promise<void> =>
    void (await Promise.all(containers.map((container) => container.stop())));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [postgres, nats] = containers as [StartedTestContainer, StartedTestContainer];
  return {
    postgresUrl: `postgres://quyu:quyu@${postgres.getHost()}:${postgres.getMappedPort(5432)}/quyu`,
    natsUrl: `nats://${nats.getHost()}:${nats.getMappedPort(4222)}`,
    source: `Docker (${postgresImage}, ${natsImage})`,
    stop,
  };
}

async function startPostgres(image: string): Promise<StartedTestContainer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  return (
    new GenericContainer(image)
      .withEnvironment({ POSTGRES_USER: 'quyu', POSTGRES_PASSWORD: 'quyu', POSTGRES_DB: 'quyu' })
      .withCommand([
        'postgres',
        '-c',
        'fsync=off',
        '-c',
        'synchronous_commit=off',
        '-c',
        'max_connections=300',
      ])
      .withExposedPorts(5432)
      // It starts twice: once to set itself up, once to serve.
      .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
      .withStartupTimeout(START_MS)
      .start()
  );
}

async function startNats(image: string): Promise<StartedTestContainer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  return new GenericContainer(image)
    .withCommand(['--jetstream', '--store_dir', '/tmp/jetstream'])
    .withExposedPorts(4222)
    .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
    .withStartupTimeout(START_MS)
    .start();
}

/** Asks the engine for a sign of life, quickly: most machines without Docker have no socket at all. */
async function engineAnswers(dockerHost: string | undefined): Promise<boolean> {
  const address: NetConnectOpts = { ...addressOf(dockerHost), timeout: PROBE_MS };
  return new Promise((resolve) => {
    const socket = connect(address);
    const settle = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () =>
      socket.write('GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n'),
    );
    socket.once('data', (head) => settle(head.toString().includes(' 200 ')));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('end', () => settle(false));
  });
}

function addressOf(dockerHost: string | undefined): { path: string } | { host: string; port: number } {
  const tcp = /^tcp:\/\/([^:/]+):(\d+)/.exec(dockerHost ?? '');
  if (tcp) return { host: tcp[1]!, port: Number(tcp[2]) };
  return { path: dockerHost?.replace(/^unix:\/\//, '') ?? DEFAULT_SOCKET };
}
