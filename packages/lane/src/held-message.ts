import type { Delivery } from './lane-order.js';
import { type ReadContext, type Received, readEvent } from './read-event.js';

/** A delivery as a NATS client gives it; a `JsMsg` is one. */
export interface BrokerMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: (Iterable<[string, string[]]> & { get(name: string): string }) | undefined;
  readonly info: {
    readonly streamSequence: number;
    readonly deliverySequence: number;
    readonly deliveryCount: number;
  };
  ack(): void;
  /** @param ms how long it is given to nobody. */
  nak(ms?: number): void;
  /** Gives it up for good. */
  term(reason?: string): void;
  /** Says that it is still being worked on. */
  working(): void;
}

/** A delivery that waits for its turn. */
export interface Held extends Delivery {
  readonly message: BrokerMessage;
  /** Reads it, once. */
  received(): Received;
  /** True once it is known that no former holder of the lane has handled it. */
  isUndone: boolean;
  /** How many times it was seen to be waiting. */
  ticks: number;
}

/** A message of the batch in hand. */
export interface InHand {
  readonly received: Received;
  /** True when it was given to somebody before, who may have died of it. */
  readonly isSuspect: boolean;
  /** Tells the broker that it is settled, and why it was put aside if it was. */
  settled(deadBecause?: string): void;
  /** Gives it back, to be given to anybody after so many milliseconds: that breaks the order. */
  giveBack(ms: number): void;
}

/** Wraps a delivery; it is read only when its turn comes. */
export function holdMessage(message: BrokerMessage, context: ReadContext): Held {
  const { streamSequence, deliverySequence } = message.info;
  let received: Received | undefined;
  return {
    message,
    streamSequence,
    consumerSequence: deliverySequence,
    received: () => (received ??= read(message, context)),
    isUndone: false,
    ticks: 0,
  };
}

function read({ subject, data, headers, info }: BrokerMessage, context: ReadContext): Received {
  const raw = {
    subject,
    streamSequence: info.streamSequence,
    data,
    header: (name: string) => headers?.get(name),
    headers: () =>
      Object.fromEntries([...(headers ?? [])].map(([name, values]) => [name, values.join(', ')])),
  };
  return readEvent(raw, context);
}

/** A delivery of the batch in hand; once it is settled it is in no hand any more. */
export function inHand(held: Held, hand: Set<Held>): InHand {
  return {
    received: held.received(),
    isSuspect: held.message.info.deliveryCount > 1,
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
 * @param ackWaitMs after how long the broker gives it to others, in milliseconds.
 * @returns a function that ends it.
 */
export function keepAlive(messages: () => readonly Held[], ackWaitMs: number): () => void {
  const keeper = setInterval(() => {
    for (const held of messages()) {
      if (held.ticks > 0) held.message.working();
      held.ticks += 1;
    }
  }, ackWaitMs / 3);
  return () => clearInterval(keeper);
}
