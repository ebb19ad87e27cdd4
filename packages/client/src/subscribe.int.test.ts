import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { DeadLetter } from './dead-letter.js';
import { type Subscription, provisionSubscription, subscribe } from './index.js';
import {
  type ListenOptions,
  type Listener,
  addressOf,
  listen,
  newDurable,
  settled,
} from './testing/listener.js';
import { moneyPaid, shopOpened, shopClosed } from './testing/shop-events.js';
import { type TestBroker, startTestBroker } from './testing/test-broker.js';

let broker: TestBroker;
let durable: string;
let running: Subscription[] = [];

beforeAll(async () => {
  broker = await startTestBroker('shop', 'bank');
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

describe('a subscription', () => {
  test('hears what happens, typed, in order, and acknowledges it', async () => {
    const { heard, subscription } = await start();
    const expected: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const [shopId, name] = [`s-${n % 3}`, `n${n}`];
      if (n % 2 === 0) await broker.publish(shopOpened, { shopId, name });
      else await broker.publish(shopClosed, { shopId, reason: name });
      expected.push(`${shopId} ${name}`);
    }
    await settle();
    expect(heard).toEqual(expected);
    expect(subscription.problems()).toEqual([]);
  });

  test('to several services hears all of them', async () => {
    const contracts = [shopOpened, moneyPaid] as const;
    await provisionSubscription({ ...address(), contracts, startAt: 'now' });
    const heard: string[] = [];
    running.push(await subscribe(contracts, (event) => void heard.push(event.type), address()));
    await broker.publish(shopOpened, { shopId: 's-9', name: 'Nine' });
    await broker.publish(moneyPaid, { accountId: 'a-1', amount: '5' });
    await vi.waitFor(() => expect(heard.toSorted()).toEqual(['bank.paid.v1', 'shop.opened.v1']));
  });

  test('types its events by their contracts', async () => {
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    const subscription = await subscribe(
      shopOpened,
      (event) => {
        expectTypeOf(event.type).toEqualTypeOf<'shop.opened.v1'>();
        expectTypeOf(event.data).toEqualTypeOf<{ shopId: string; name: string }>();
      },
      address(),
    );
    running.push(subscription);
    expect(subscription.problems()).toEqual([]);
  });

  test('that goes on later hears what happened meanwhile, and nothing twice', async () => {
    const first = await start();
    await broker.publish(shopOpened, { shopId: 's-1', name: 'before' });
    await settle();
    await first.subscription.stop();
    await broker.publish(shopOpened, { shopId: 's-1', name: 'meanwhile' });
    const second = await start();
    await settle();
    expect([first.heard, second.heard]).toEqual([['s-1 before'], ['s-1 meanwhile']]);
  });

  test('does not handle again what is published again', async () => {
    const { heard } = await start();
    const one = await broker.publish(shopOpened, { shopId: 's-1', name: 'one' });
    const two = await broker.publish(shopOpened, { shopId: 's-1', name: 'two' });
    await broker.publishAgain(one);
    await broker.publishAgain(two);
    await settle();
    expect(heard).toEqual(['s-1 one', 's-1 two']);
  });

  test('finishes what it has in hand when it is stopped, and gives the rest back', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    const heard: string[] = [];
    const begun = vi.fn<() => void>();
    const stop = new AbortController();
    const subscription = await subscribe(
      shopOpened,
      async ({ data }) => {
        begun();
        await held;
        heard.push(data.name);
      },
      { ...address(), signal: stop.signal },
    );
    for (const name of ['a', 'b', 'c']) await broker.publish(shopOpened, { shopId: 's-4', name });
    await vi.waitFor(async () => expect(await broker.outstanding('shop', durable)).toBe(3));
    await vi.waitFor(() => expect(begun).toHaveBeenCalled());
    stop.abort();
    release();
    await subscription.ended;
    expect(heard).toEqual(['a']);
    expect(await broker.outstanding('shop', durable)).toBe(2);
  });
});

describe('an event whose handler fails', () => {
  test('is tried again before anything after it is handled', async () => {
    let failures = 3;
    const { heard, dead } = await start({
      fail: (name) => {
        if (name === 'stubborn' && failures-- > 0) throw new Error('not yet');
      },
    });
    for (const name of ['first', 'stubborn', 'last'])
      await broker.publish(shopOpened, { shopId: 's-1', name });
    await settle();
    expect([heard, dead]).toEqual([['s-1 first', 's-1 stubborn', 's-1 last'], []]);
  });

  test('as often as it may is put aside with the reason, and the others go on', async () => {
    const { heard, dead } = await start({
      maxAttempts: 2,
      fail: (name) => {
        if (name === 'poison') throw new Error('bad taste');
      },
    });
    for (const name of ['first', 'poison', 'last']) await broker.publish(shopOpened, { shopId: 's-1', name });
    await settle();
    expect(heard).toEqual(['s-1 first', 's-1 last']);
    expect(dead).toMatchObject([{ reason: 'failed', error: 'Error: bad taste', attempts: 2, event: { data: { name: 'poison' } } }]); // prettier-ignore
  });

  test('is not given up while nobody has been told', async () => {
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    let told = 0;
    const onDead = (): void => {
      told += 1;
      if (told === 1) throw new Error('the post is closed');
    };
    const fail = (): never => {
      throw new Error('poison');
    };
    running.push(await subscribe(shopOpened, fail, { ...address(), maxAttempts: 1, onDead }));
    await broker.publish(shopOpened, { shopId: 's-1', name: 'x' });
    await settle();
    expect(told).toBe(2);
  });

  test('by never ending is put aside too', async () => {
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    const dead: DeadLetter[] = [];
    const options = {
      ...address(),
      maxAttempts: 2,
      handlerTimeoutMs: 50,
      onDead: (letter: DeadLetter) => void dead.push(letter),
    };
    running.push(await subscribe(shopOpened, () => new Promise<void>(() => undefined), options));
    await broker.publish(shopOpened, { shopId: 's-1', name: 'x' });
    await settle();
    expect(dead[0]?.error).toContain('longer than 50 ms');
  });
});

describe('a message that is no event', () => {
  test('is put aside with the reason, and later events are heard', async () => {
    const { heard, dead } = await start();
    const good = await broker.publish(shopOpened, { shopId: 's-1', name: 'good' });
    await broker.publishAgain(good, { headers: { 'ce-source': '/quyu/bank' } });
    await broker.publishAgain(good, { body: '{"shopId":"s-1","name":"x","__proto__":{"admin":true}}' });
    await broker.publishAgain(good, { body: '{"shopId":"s-1"}' });
    await broker.publishAgain(good, { headers: { 'ce-type': 'io.quyu.shop.closed.v1' } });
    await broker.publish(shopOpened, { shopId: 's-2', name: 'later' });
    await settle();
    expect(heard).toEqual(['s-1 good', 's-2 later']);
    expect(dead.map(({ reason }) => reason)).toEqual(['invalid', 'invalid', 'invalid', 'invalid']);
    expect(dead.map(({ error }) => error)).toEqual([
      expect.stringContaining('ce-source'),
      expect.stringContaining('forbidden prototype'),
      expect.stringContaining('/data/name'),
      expect.stringContaining('ce-type'),
    ]);
  });

  test('and was not asked for is passed over in silence', async () => {
    const { heard, dead } = await start();
    const good = await broker.publish(shopOpened, { shopId: 's-1', name: 'good' });
    await broker.publishAgain(good, { subject: `${broker.root}.shop.moved.v1.p01` });
    await settle();
    expect([heard, dead]).toEqual([['s-1 good'], []]);
  });
});
