import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, headers } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import type { SeenEvent } from '../witness/judge.js';

/** Reads a stream from its first message to its last, with a plain client: what is there is there. */
export async function readStream(nc: NatsConnection, root: string, service: string): Promise<readonly SeenEvent[]> {
  const stream = streamName(root, service);
  const manager = await jetstreamManager(nc);
  const { state } = await manager.streams.info(stream);
  if (state.messages === 0) return [];
  const consumer = await jetstream(nc).consumers.get(stream);
  const messages = await consumer.consume({ max_messages: 1_000 });
  const seen: SeenEvent[] = [];
  for await (const message of messages) {
    const header = (name: string): string => message.headers?.get(name) ?? '';
    const { saleId, part } = message.json<{ saleId: string; part: number }>();
    seen.push({
      id: header('ce-id'),
      type: header('ce-type'),
      aggregateId: header('ce-subject'),
      version: Number(header('ce-sequence')),
      saleId,
      part,
    });
    if (message.seq >= state.last_seq) break;
  }
  return seen;
}

/** Everything that a consumer of these streams has not finished, whatever consumers there are. */
export async function countPending(nc: NatsConnection, root: string, services: readonly string[]): Promise<number> {
  const manager = await jetstreamManager(nc);
  let pending = 0;
  for (const service of services) pending += await pendingOf(manager, streamName(root, service));
  return pending;
}

async function pendingOf(manager: JetStreamManager, stream: string): Promise<number> {
  let pending = 0;
  for await (const info of manager.consumers.list(stream)) {
    if (info.config.durable_name) pending += info.num_pending + info.num_ack_pending;
  }
  return pending;
}

/** Puts every message of a stream into it again: the same event ids, message ids that the broker has not seen. */
export async function replayStream(
  nc: NatsConnection,
  root: string,
  service: string,
  newId: () => string,
): Promise<number> {
  const stream = streamName(root, service);
  const manager = await jetstreamManager(nc);
  const js = jetstream(nc);
  const { state } = await manager.streams.info(stream);
  if (state.messages === 0) return 0;
  const messages = await (await js.consumers.get(stream)).consume({ max_messages: 500 });
  let replayed = 0;
  for await (const message of messages) {
    const head = headers();
    for (const name of message.headers?.keys() ?? []) {
      if (!/^nats-/i.test(name)) head.set(name, message.headers?.get(name) ?? '');
    }
    await js.publish(message.subject, message.data, { headers: head, msgID: newId() });
    replayed += 1;
    if (message.seq >= state.last_seq) break;
  }
  return replayed;
}
