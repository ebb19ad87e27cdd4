import { type ConsumerInfo, type ConsumerNotification, type JsMsg, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Lane } from './lanes.js';
import { MAX_ACK_PENDING } from '../provisioning/stream-config.js';

/** A lane's deliveries as they come. */
export interface Pull {
  info(): Promise<ConsumerInfo>;
  /** Fires when no more deliveries will come. */
  readonly ended: AbortSignal;
  close(): Promise<void>;
}

/** Settings of {@link openPull}. */
export interface PullSettings {
  readonly nc: NatsConnection;
  readonly lane: Lane;
  readonly onMessage: (message: JsMsg) => void;
  /** Told when the broker gives nothing because something is missing, and `undefined` when it gives again. */
  readonly onProblem: (problem: string | undefined) => void;
}

/** Short, so that what a dead process has asked for is soon nobody's. */
const EXPIRES_MS = 5_000;

/**
 * Asks the lane's consumer for messages, again and again, across lost connections.
 *
 * @throws when the consumer is not there.
 */
export async function openPull({ nc, lane, onMessage, onProblem }: PullSettings): Promise<Pull> {
  const consumer = await jetstream(nc, { checkAPI: false }).consumers.get(lane.stream, lane.durable);
  const messages = await consumer.consume({
    callback: onMessage,
    max_messages: MAX_ACK_PENDING,
    expires: EXPIRES_MS,
  });
  void (async () => {
    for await (const notification of messages.status()) {
      const problem = problemOf(notification, lane);
      if (problem || notification.type === 'heartbeat') onProblem(problem);
    }
  })();
  const ended = new AbortController();
  void messages
    .closed()
    .then((error) => ended.abort(error ?? new Error('the subscription to the consumer has ended')));
  return {
    info: () => consumer.info(),
    ended: ended.signal,
    async close() {
      await messages.close();
    },
  };
}

function problemOf(notification: ConsumerNotification, lane: Lane): string | undefined {
  const name = `consumer ${lane.durable} of stream ${lane.stream}`;
  switch (notification.type) {
    case 'consumer_deleted':
    case 'consumer_not_found':
      return `${name} is gone: run quyu provision`;
    case 'stream_not_found':
      return `stream ${lane.stream} is gone: run quyu provision`;
    case 'no_responders':
      return `nobody answers for ${name}: is it gone, or JetStream down?`;
    default:
      return undefined;
  }
}
