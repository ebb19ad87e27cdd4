import { type Consumer, type ConsumerNotification, type JsMsg } from '@nats-io/jetstream';
import { MAX_ACK_PENDING } from '../provisioning/consumer-config.js';
import type { Source } from './source.js';

/** A source's deliveries as they come. */
export interface Pull {
  /** Fires when no more deliveries will come. */
  readonly ended: AbortSignal;
  close(): Promise<void>;
}

/**
 * Asks for more than may be unacknowledged: so there is always a request that waits, and who looks at the consumer sees
 * that somebody is there (see {@link standBy}).
 */
const ASK_FOR = 2 * MAX_ACK_PENDING;
/** Short, so that what a stopped process has asked for is soon nobody's. */
const EXPIRES_MS = 5_000;

/**
 * Asks for messages, again and again.
 *
 * @param onProblem told when the broker gives nothing because something is missing, and `undefined` when it gives again.
 */
export async function openPull(
  consumer: Consumer,
  source: Source,
  onMessage: (message: JsMsg) => void,
  onProblem: (problem: string | undefined) => void,
): Promise<Pull> {
  const messages = await consumer.consume({
    callback: onMessage,
    max_messages: ASK_FOR,
    expires: EXPIRES_MS,
  });
  void (async () => {
    for await (const notification of messages.status()) {
      const problem = problemOf(notification, source);
      if (problem || notification.type === 'heartbeat') onProblem(problem);
    }
  })();
  const ended = new AbortController();
  void messages
    .closed()
    .then((error) => ended.abort(error ?? new Error('the subscription to the consumer has ended')));
  return {
    ended: ended.signal,
    async close() {
      await messages.close();
    },
  };
}

function problemOf(
  { type }: ConsumerNotification,
  { durable, stream }: Pick<Source, 'durable' | 'stream'>,
): string | undefined {
  const name = `consumer ${durable} of stream ${stream}`;
  if (type === 'consumer_deleted' || type === 'consumer_not_found') {
    return `${name} is gone: an operator must make it with provisionSubscription`;
  }
  if (type === 'stream_not_found') return `stream ${stream} is gone`;
  if (type === 'no_responders') return `nobody answers for ${name}: is it gone, or JetStream down?`;
  return undefined;
}
