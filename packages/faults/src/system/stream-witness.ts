import { type JetStreamManager, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, headers } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import type { SeenEvent } from '../witness/judge.js';

/** Reads a stream from its first message to its last, with a plain client: what is there is there. */
export async function readStream(
  nc: NatsConnection,
  root: string,
  service: string,
): Promise<readonly SeenEvent[]> {
  const stream = streamName(root, service);
  const manager = await jetstreamManager(nc);
  const { state } = await manager.streams.info(stream);
  if (state.messages === 0) return [];
  const seen: SeenEvent[] = [];
  for await (const message of messagesOf(nc, stream, state.last_seq)) {
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
  }
  return seen;
}

const READ_MS = 60_000;
const BATCH = { max_messages: 1_000, expires: 2_000 };

/** The messages up to a sequence, in batches that end by themselves: a broker in trouble must not hold the judge up. */
async function* messagesOf(nc: NatsConnection, stream: string, last: number): AsyncIterable<JsMsg> {
  const consumer = await jetstream(nc).consumers.get(stream);
  const end = performance.now() + READ_MS;
  for (let at = 0; at < last;) {
    if (performance.now() > end)
      throw new Error(`stream ${stream} could not be read: ${at} of ${last} messages came`);
    for await (const message of await consumer.fetch(BATCH)) {
      if (message.seq > last) return;
      at = message.seq;
      yield message;
      if (at === last) return;
    }
  }
}

/** Everything that a consumer of these streams has not finished, whatever consumers there are. */
export async function countPending(
  nc: NatsConnection,
  root: string,
  services: readonly string[],
): Promise<number> {
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
  let replayed = 0;
  for await (const message of messagesOf(nc, stream, state.last_seq)) {
    const head = headers();
    for (const name of message.headers?.keys() ?? []) {
      if (!/^nats-/i.test(name)) head.set(name, message.headers?.get(name) ?? '');
    }
    await js.publish(message.subject, message.data, { headers: head, msgID: newId() });
    replayed += 1;
  }
  return replayed;
}
