/** Test support: streams of their own, and a publisher that can also publish what no service would. */
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, connect, headers } from '@nats-io/transport-node';
import {
  type DataOf,
  type EventContract,
  type EventEnvelope,
  partitionOf,
  streamName,
  subjectOf,
  toHeaders,
} from '@quyu/contract-kit';
import { randomRoot } from '@quyu/testkit';
import { v7 } from 'uuid';

/** How a message differs from the event it was made of. */
export interface Forgery {
  readonly subject?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The tests' broker, under subjects of its own. */
export interface TestBroker {
  readonly root: string;
  readonly natsUrl: string;
  readonly nc: NatsConnection;
  /** Publishes an event of an aggregate, with the next version of it. */
  publish<E extends EventContract>(event: E, data: DataOf<E>): Promise<EventEnvelope>;
  /** Publishes an event anew, as the same or as something that only looks like it. */
  publishAgain(envelope: EventEnvelope, forgery?: Forgery): Promise<void>;
  /** How many messages a durable has not settled. */
  outstanding(service: string, durable: string): Promise<number>;
  stop(): Promise<void>;
}

/** Makes the streams of these services. */
export async function startTestBroker(...services: readonly string[]): Promise<TestBroker> {
  const natsUrl = process.env['QUYU_TEST_NATS_URL'] ?? '';
  const root = randomRoot();
  const nc = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(nc);
  for (const service of services) {
    await manager.streams.add({ name: streamName(root, service), subjects: [`${root}.${service}.>`] });
  }
  const send = (envelope: EventEnvelope, forgery?: Forgery): Promise<void> =>
    publishTo(nc, root, envelope, forgery);
  const versions = new Map<string, number>();
  return {
    root,
    natsUrl,
    nc,
    async publish(event, data) {
      const envelope = envelopeOf(event, data, versions);
      await send(envelope);
      return envelope;
    },
    publishAgain: send,
    async outstanding(service, durable) {
      const info = await manager.consumers.info(streamName(root, service), durable);
      return info.num_pending + info.num_ack_pending;
    },
    async stop() {
      for (const service of services) await manager.streams.delete(streamName(root, service));
      await nc.close();
    },
  };
}

async function publishTo(
  nc: NatsConnection,
  root: string,
  envelope: EventEnvelope,
  forgery: Forgery = {},
): Promise<void> {
  const head = headers();
  for (const [name, value] of Object.entries({ ...toHeaders(envelope), ...forgery.headers }))
    head.set(name, value);
  const { type, aggregateType, aggregateId, data } = envelope;
  const subject = forgery.subject ?? subjectOf(root, type, partitionOf(aggregateType, aggregateId));
  await jetstream(nc).publish(subject, forgery.body ?? JSON.stringify(data), { headers: head });
}

function envelopeOf(event: EventContract, data: unknown, versions: Map<string, number>): EventEnvelope {
  const aggregateId = String((data as Readonly<Record<string, unknown>>)[event.key]);
  const key = `${event.service}/${event.aggregate}/${aggregateId}`;
  const aggregateVersion = (versions.get(key) ?? 0) + 1;
  versions.set(key, aggregateVersion);
  const id = v7();
  return {
    id,
    type: event.type,
    service: event.service,
    aggregateType: event.aggregate,
    aggregateId,
    aggregateVersion,
    time: new Date().toISOString(),
    correlationId: id,
    causationId: id,
    data,
  };
}
