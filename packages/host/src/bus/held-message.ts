import type { JsMsg } from '@nats-io/jetstream';
import { type Delivery, type ReadContext, type Received, readEvent } from '@quyu/lane';
import type { Lane } from './lanes.js';

/** A delivery that waits for its turn. */
export interface Held extends Delivery {
  readonly message: JsMsg;
  /** How often it has been given to somebody, this time included. */
  readonly deliveryCount: number;
  /** Reads it, once. */
  decoded(): Received;
  /** True once it is known that no former owner of the lane has handled it. */
  isUndone: boolean;
  /** How many times it was seen to be waiting. */
  ticks: number;
}

/** Wraps a delivery; it is read only when its turn comes. */
export function holdMessage(
  message: JsMsg,
  context: Omit<ReadContext, 'stream'> & { readonly lane: Lane },
): Held {
  const { streamSequence, deliverySequence, deliveryCount } = message.info;
  let decoded: Received | undefined;
  return {
    message,
    streamSequence,
    consumerSequence: deliverySequence,
    deliveryCount,
    decoded: () => (decoded ??= decode(message, streamSequence, { ...context, stream: context.lane.stream })),
    isUndone: false,
    ticks: 0,
  };
}

function decode(message: JsMsg, streamSequence: number, context: ReadContext): Received {
  const { headers } = message;
  const raw = {
    subject: message.subject,
    streamSequence,
    data: message.data,
    header: (name: string) => headers?.get(name),
    headers: () =>
      Object.fromEntries([...(headers ?? [])].map(([name, values]) => [name, values.join(', ')])),
  };
  return readEvent(raw, context);
}
