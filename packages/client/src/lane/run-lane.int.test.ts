import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Subscription, provisionSubscription, subscribe } from '../index.js';
import {
  type ListenOptions,
  type Listener,
  addressOf,
  listen,
  newDurable,
  quiet,
  settled,
} from '../testing/listener.js';
import { shopOpened } from '../testing/shop-events.js';
import { type TestBroker, startTestBroker } from '../testing/test-broker.js';

let broker: TestBroker;
let durable: string;
let running: Subscription[] = [];

beforeAll(async () => {
  broker = await startTestBroker('shop');
});
afterAll(() => broker.stop());
beforeEach(() => {
  durable = newDurable();
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

const address = () => addressOf(broker, durable);
const settle = (): Promise<void> => settled(broker, durable);
const start = async (options: ListenOptions = {}): Promise<Listener> => {
  const listener = await listen(broker, durable, options);
  running.push(listener.subscription);
  return listener;
};

describe('of two processes with one durable', () => {
  test('one hears, and the other takes over when it is gone, in order and without repetition', async () => {
    const [first, second] = [await start(), await start()];
    const publish = async (from: number): Promise<void> => {
      for (let n = from; n < from + 50; n += 1)
        await broker.publish(shopOpened, { shopId: 's-1', name: `${n}` });
    };
    await publish(0);
    await settle();
    expect(Math.min(first.heard.length, second.heard.length)).toBe(0);
    const worker = first.heard.length > 0 ? first : second;
    await worker.subscription.stop();
    await publish(50);
    await settle();
    expect([...worker.heard, ...(worker === first ? second : first).heard]).toEqual(
      Array.from({ length: 100 }, (_, n) => `s-1 ${n}`),
    );
  });

  test('that begin at the same moment on a backlog come to terms, and the order is kept', async () => {
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    for (let n = 0; n < 300; n += 1) await broker.publish(shopOpened, { shopId: `s-${n % 5}`, name: `${n}` });
    const heard: string[] = [];
    const begin = (): Promise<Subscription> =>
      subscribe(
        shopOpened,
        async ({ data }) => {
          await sleep(1);
          heard.push(data.name);
        },
        address(),
      );
    running.push(...(await Promise.all([begin(), begin()])));
    await settled(broker, durable, 40_000);
    expect(heard).toEqual(Array.from({ length: 300 }, (_, n) => `${n}`));
  }, 60_000);
});

describe('a connection that is lost again and again', () => {
  test('loses no event, repeats none, and keeps the order', async () => {
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    const nc = await connect({ servers: broker.natsUrl, reconnectTimeWait: 20, maxReconnectAttempts: -1 });
    const heard: string[] = [];
    const note = ({ data }: { data: { name: string } }): void => void heard.push(data.name);
    const subscription = await subscribe(shopOpened, note, { nc, root: broker.root, durable, log: quiet });
    for (let n = 0; n < 400; n += 1) {
      await broker.publish(shopOpened, { shopId: `s-${n % 5}`, name: `${n}` });
      if (n % 100 === 50) await nc.reconnect();
    }
    await settle();
    await subscription.stop();
    expect(heard).toEqual(Array.from({ length: 400 }, (_, n) => `${n}`));
    expect(nc.isClosed()).toBe(false);
    await nc.close();
  }, 60_000);
});
