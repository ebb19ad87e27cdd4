import type { JsMsg } from '@nats-io/jetstream';
import { type DecodeContext, type Decoded, decodeMessage } from './decode.js';
import type { Lane } from './lanes.js';
import type { Delivery } from './resync.js';

/** A delivery that waits for its turn. */
export interface Held extends Delivery {
  readonly message: JsMsg;
  /** How often it has been given to somebody, this time included. */
  readonly deliveryCount: number;
  /** Reads it, once. */
  decoded(): Decoded;
  /** True once it is known that no former owner of the lane has handled it. */
  isUndone: boolean;
  /** How many times it was seen to be waiting. */
  ticks: number;
}

/** Wraps a delivery; it is read only when its turn comes. */
export function holdMessage(message: JsMsg, context: Omit<DecodeContext, 'stream'> & { readonly lane: Lane }): Held {
  const { streamSequence, deliverySequence, deliveryCount } = message.info;
  let decoded: Decoded | undefined;
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

function decode(message: JsMsg, streamSequence: number, context: DecodeContext): Decoded {
  const { headers } = message;
  const raw = {
    subject: message.subject,
    streamSequence,
    data: message.data,
    header: (name: string) => headers?.get(name),
    headers: () => Object.fromEntries([...(headers ?? [])].map(([name, values]) => [name, values.join(', ')])),
  };
  return decodeMessage(raw, context);
}
