import { setTimeout as sleep } from 'node:timers/promises';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { type EventEnvelope, fromHeaders, streamName } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';
import { connectNats } from '../bus/connection/connection.js';
import { provision } from '../bus/provisioning/provision.js';
import { type Place, createPlace, testLog } from './place.js';

/** A place whose streams and consumers are there. */
export interface Site extends Place {
  readonly nc: NatsConnection;
  readonly manager: JetStreamManager;
  streamOf(service: string): string;
  /** All events of a service's stream, in its order. */
  readStream(service: string): Promise<readonly EventEnvelope[]>;
}

/**
 * Makes a database, streams and consumers for these plugins; all of it is gone after `close`.
 *
 * @param ownNatsUrl a broker of the test's own, instead of the one that all tests share.
 */
export async function openSite(specs: readonly PluginSpec[], ownNatsUrl?: string): Promise<Site> {
  const place = await createPlace(specs);
  const { root } = place;
  const natsUrl = ownNatsUrl ?? place.natsUrl;
  const nc = await connectNats({ natsUrl, name: 'test', log: testLog });
  await provision({ nc, specs, root, replicas: 1 });
  const manager = await jetstreamManager(nc);
  return {
    ...place,
    natsUrl,
    nc,
    manager,
    streamOf: (service) => streamName(root, service),
    readStream: (service) => readStream(manager, streamName(root, service)),
    async close() {
      const publishing = specs.filter(({ publishes }) => publishes.length > 0).map(({ id }) => id);
      for (const id of [...publishing, 'advisories']) {
        await manager.streams
          .delete(streamName(root, id))
          .catch((error: Error) => testLog.debug({ err: error }, 'stream was gone'));
      }
      await nc.close();
      await place.close();
    },
  };
}

/** Reads a stream from its first message to its last. */
export async function readStream(manager: JetStreamManager, stream: string): Promise<EventEnvelope[]> {
  const { state } = await manager.streams.info(stream);
  const envelopes: EventEnvelope[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq += 1) {
    const message = await manager.direct.getMessage(stream, { seq });
    if (message) envelopes.push({ ...fromHeaders((name) => message.header.get(name)), data: message.json() });
  }
  return envelopes;
}

/** Waits until something is true of the world; says what was found when it never is. */
export async function eventually<T>(
  look: () => Promise<T> | T,
  isRight: (found: T) => boolean,
  ms = 15_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (isRight(found)) return found;
    if (performance.now() > end) throw new Error(`after ${ms} ms it is still: ${JSON.stringify(found)}`);
    await sleep(25);
  }
}
