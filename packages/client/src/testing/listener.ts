/** Test support: a subscription without an inbox that notes what it hears. */
import { expect, vi } from 'vitest';
import type { DeadLetter } from '../dead-letter.js';
import { type Subscription, provisionSubscription, subscribe } from '../index.js';
import { shopClosed, shopOpened } from './shop-events.js';
import type { TestBroker } from './test-broker.js';

/** Says nothing: failures on purpose are not worth reading. */
export const quiet = { warn: () => undefined, error: () => undefined };

/** A durable nobody else uses. */
export function newDurable(): string {
  return `t${Math.random().toString(36).slice(2)}`;
}

/** Where to subscribe, and how impatiently. */
export function addressOf({ natsUrl, root }: TestBroker, durable: string) {
  return { natsUrl, root, durable, log: quiet, backoff: { baseMs: 1, capMs: 2 } };
}

/** A subscription that notes what it hears, as `<aggregate> <text>`. */
export interface Listener {
  readonly subscription: Subscription;
  readonly heard: readonly string[];
  readonly dead: readonly DeadLetter[];
}

/** How a listener behaves. */
export interface ListenOptions {
  /** Called before an event is noted. */
  readonly fail?: (text: string) => void;
  readonly maxAttempts?: number;
}

/** Subscribes to everything from now on. */
export async function listen(
  broker: TestBroker,
  durable: string,
  options: ListenOptions = {},
): Promise<Listener> {
  const address = addressOf(broker, durable);
  const contracts = [shopOpened, shopClosed] as const;
  await provisionSubscription({ ...address, contracts, startAt: 'now' });
  const heard: string[] = [];
  const dead: DeadLetter[] = [];
  const subscription = await subscribe(
    contracts,
    (event) => {
      const text = event.type === 'shop.opened.v1' ? event.data.name : event.data.reason;
      options.fail?.(text);
      heard.push(`${event.aggregateId} ${text}`);
    },
    { ...address, ...options, onDead: (letter) => void dead.push(letter) },
  );
  return { subscription, heard, dead };
}

/** Waits until a durable has settled all there is. */
export function settled(broker: TestBroker, durable: string, timeout = 25_000): Promise<void> {
  return vi.waitFor(async () => expect(await broker.outstanding('shop', durable)).toBe(0), timeout);
}
