import { type NatsConnection, connect } from '@nats-io/transport-node';
import { readAddress } from '@quyu/lane';
import { SubscriptionError, messageOf } from './subscription-error.js';

/** The broker: a connection of yours, which stays open, or the address of one or more servers, separated by commas. */
export type Broker =
  | { readonly nc: NatsConnection; readonly natsUrl?: undefined }
  | { readonly natsUrl: string; readonly nc?: undefined };

/** A connection, and how to be done with it. */
export interface Connected {
  readonly nc: NatsConnection;
  /** Closes it, unless it was given. */
  release(): Promise<void>;
}

/** The oldest server we can rely on: older ones redeliver what was terminated, and drop settings without a word. */
const FLOOR = [2, 10] as const;

/**
 * The connection that was given, or a new one that stays connected: lost, it is re-established for ever.
 *
 * @throws SubscriptionError when no server answers, or it is too old or has no JetStream.
 */
export async function connectTo(broker: Broker, name: string): Promise<Connected> {
  if (broker.nc) {
    assertServer(broker.nc);
    return { nc: broker.nc, release: async () => undefined };
  }
  const nc = await dial(broker.natsUrl, name);
  const release = (): Promise<void> => nc.close();
  try {
    assertServer(nc);
  } catch (error) {
    await release();
    throw error;
  }
  return { nc, release };
}

/** Does work on a connection and is done with it whatever happens. */
export async function withConnection<T>(
  broker: Broker,
  name: string,
  work: (nc: NatsConnection) => Promise<T>,
): Promise<T> {
  const { nc, release } = await connectTo(broker, name);
  try {
    return await work(nc);
  } finally {
    await release();
  }
}

async function dial(natsUrl: string, name: string): Promise<NatsConnection> {
  try {
    return await connect({
      ...readAddress(natsUrl),
      name,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      ignoreAuthErrorAbort: true,
      pingInterval: 5_000,
      maxPingOut: 2,
      timeout: 5_000,
    });
  } catch (error) {
    const address = natsUrl.replaceAll(/\/\/[^@/,]*@/g, '//');
    throw new SubscriptionError(`no NATS server answers at ${address}: ${messageOf(error)}`, error);
  }
}

/** Compares what the server says of itself with what we need; a connection that is down at the moment says nothing. */
function assertServer({ info }: NatsConnection): void {
  if (!info) return;
  const [major = 0, minor = 0] = info.version.split('.').map(Number);
  if (major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1])) {
    throw new SubscriptionError(
      `the NATS server is version ${info.version}: ${FLOOR.join('.')} or newer is needed`,
    );
  }
  if (!info.jetstream) throw new SubscriptionError('the NATS server runs without JetStream: enable it');
}
