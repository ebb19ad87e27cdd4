import {
  AuthorizationError,
  type ConnectionOptions,
  type NatsConnection,
  type NodeConnectionOptions,
  connect,
} from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { messageOf } from '../../database/errors.js';
import { readAddress } from '@quyu/lane';

/** Settings of {@link connectNats}. */
export interface NatsSettings {
  /** One or more addresses, separated by commas. */
  readonly natsUrl: string;
  /** Shown by the server's monitoring. */
  readonly name: string;
  readonly log: Logger;
  /** Credentials and TLS, as the client library takes them. */
  readonly options?: Pick<
    ConnectionOptions,
    'authenticator' | 'inboxPrefix' | 'pass' | 'tls' | 'token' | 'user'
  >;
}

/** The broker does not answer, refuses us, or is not as we need it; the message says which. */
export class BrokerError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BrokerError';
  }
}

/** The oldest server we can rely on: older ones redeliver what was terminated, and drop settings without a word. */
const FLOOR = [2, 10] as const;

/**
 * Connects to NATS and stays connected: a lost connection is re-established for ever.
 *
 * @throws BrokerError when no server answers, or the one that does is too old or has no JetStream: it says what was found.
 */
export async function connectNats(settings: NatsSettings): Promise<NatsConnection> {
  const nc = await dial(settings);
  try {
    assertServer(nc);
  } catch (error) {
    await nc.close();
    throw error;
  }
  void logStatus(nc, settings.log);
  return nc;
}

async function dial({ natsUrl, name, options }: NatsSettings): Promise<NatsConnection> {
  const address = readAddress(natsUrl);
  const login: NodeConnectionOptions = options?.authenticator ? { servers: address.servers } : address;
  try {
    return await connect({
      ...login,
      name,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      ignoreAuthErrorAbort: true,
      pingInterval: 5_000,
      maxPingOut: 2,
      timeout: 5_000,
      ...options,
    });
  } catch (error) {
    const where = withoutSecrets(natsUrl);
    if (error instanceof AuthorizationError)
      throw new BrokerError(`the NATS server at ${where} refuses the user or its password`, error);
    throw new BrokerError(`no NATS server answers at ${where}: ${messageOf(error)}`, error);
  }
}

/** Compares what the server says of itself with what we need. */
export function assertServer(nc: Pick<NatsConnection, 'info' | 'getServer'>): void {
  const version = nc.info?.version ?? 'unknown';
  if (!isNewEnough(version)) {
    throw new BrokerError(
      `the NATS server at ${nc.getServer()} is version ${version}: Quyu needs ${FLOOR.join('.')} or newer ` +
        '(older ones lack consumer filters by list and metadata, ignore settings they do not know, ' +
        'and redeliver events that were put aside)',
    );
  }
  if (!nc.info?.jetstream)
    throw new BrokerError(`the NATS server at ${nc.getServer()} runs without JetStream: enable it`);
}

/** Copies need a cluster. @throws BrokerError saying so when the server runs alone. */
export function assertReplicas(nc: Pick<NatsConnection, 'info' | 'getServer'>, replicas: number): void {
  if (replicas === 1 || nc.info?.cluster) return;
  throw new BrokerError(
    `the NATS server at ${nc.getServer()} runs alone, and ${replicas} copies of each stream need a cluster of ` +
      `at least ${replicas} servers: join it to one, or use 1 replica`,
  );
}

/** True for server versions from the floor on. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1]);
}

async function logStatus(nc: NatsConnection, log: Logger): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type === 'disconnect') log.warn({ server: status.server }, 'NATS connection lost');
    if (status.type === 'reconnect') log.info({ server: status.server }, 'NATS connection is back');
    if (status.type === 'error') log.error({ err: status.error }, 'NATS reports an error');
  }
}

function withoutSecrets(urls: string): string {
  return urls.replaceAll(/\/\/[^@/,]*@/g, '//');
}
