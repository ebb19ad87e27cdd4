import type { JsMsg } from '@nats-io/jetstream';
import { type Delivery, type ReadContext, type Received, readEvent } from '@quyu/lane';
import type { Lane } from './lanes.js';
import type { InHand } from '../settling/settle-context.js';
import { ACK_WAIT_MS } from '../provisioning/stream-config.js';

/** A delivery that waits for its turn. */
export interface Held extends Delivery {
  readonly message: JsMsg;
  /** How often it has been given to somebody, this time included. */
  readonly deliveryCount: number;
  /** Reads it, once. */
  decoded(): Received;
  /** True once it is known that no former holder of the lane has handled it. */
  isUndone: boolean;
  /** How many times it was seen to be waiting. */
  ticks: number;
}

/** Wraps a delivery; it is read only when its turn comes. */
export function holdMessage(
  message: JsMsg,
  { root, lane }: { readonly root: string; readonly lane: Lane },
): Held {
  const { streamSequence, deliverySequence, deliveryCount } = message.info;
  let decoded: Received | undefined;
  const context: ReadContext = { root, stream: lane.stream, contracts: lane.events };
  return {
    message,
    streamSequence,
    consumerSequence: deliverySequence,
    deliveryCount,
    decoded: () => (decoded ??= decode(message, streamSequence, context)),
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

/** A delivery of the batch in hand; once it is settled it is in no hand any more. */
export function inHand(held: Held, hand: Set<Held>): InHand {
  return {
    decoded: held.decoded(),
    isSuspect: held.deliveryCount > 1,
    settled(deadBecause) {
      hand.delete(held);
      if (deadBecause === undefined) held.message.ack();
      else held.message.term(deadBecause);
    },
    giveBack(ms) {
      hand.delete(held);
      held.message.nak(ms);
    },
  };
}

/** Gives back what is not settled at once, so that whoever goes on need not wait for its time to run out. */
export function giveBack(messages: readonly Held[]): void {
  for (const { message } of messages) message.nak();
}

/**
 * The broker gives to others what nobody works on: says, of what we have had for a while, that we do.
 *
 * @returns a function that ends it.
 */
export function keepAlive(messages: () => readonly Held[]): () => void {
  const keeper = setInterval(() => {
    for (const held of messages()) {
      if (held.ticks > 0) held.message.working();
      held.ticks += 1;
    }
  }, ACK_WAIT_MS / 3);
  return () => clearInterval(keeper);
}
