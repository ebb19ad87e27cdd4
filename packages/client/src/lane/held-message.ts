import type { JsMsg } from '@nats-io/jetstream';
import { type Delivery, type Received, readEvent } from '@quyu/lane';
import type { Source } from './source.js';

/** A delivery that waits for its turn. */
export interface Held extends Delivery {
  readonly message: JsMsg;
  /** True when it was given to somebody before, who may have died of it. */
  readonly isSuspect: boolean;
  /** Reads it, once. */
  received(): Received;
  /** True once it is known that it has not been settled before. */
  isUndone: boolean;
  /** How many times it was seen to be waiting. */
  ticks: number;
}

/** Wraps a delivery; it is read only when its turn comes. */
export function holdMessage(message: JsMsg, source: Source): Held {
  const { streamSequence, deliverySequence, deliveryCount } = message.info;
  let received: Received | undefined;
  return {
    message,
    streamSequence,
    consumerSequence: deliverySequence,
    isSuspect: deliveryCount > 1,
    received: () => (received ??= read(message, streamSequence, source)),
    isUndone: false,
    ticks: 0,
  };
}

function read({ subject, data, headers }: JsMsg, streamSequence: number, source: Source): Received {
  const raw = {
    subject,
    streamSequence,
    data,
    header: (name: string) => headers?.get(name),
    headers: () =>
      Object.fromEntries([...(headers ?? [])].map(([name, values]) => [name, values.join(', ')])),
  };
  return readEvent(raw, source);
}
