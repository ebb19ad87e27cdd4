import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { DeadLetter } from './dead-letter.js';
import { type Subscription, provisionSubscription, subscribe } from './index.js';
import { moneyPaid, shopClosed, shopOpened } from './testing/shop-events.js';
import { type TestBroker, startTestBroker } from './testing/test-broker.js';

let broker: TestBroker;
let durable: string;
let running: Subscription[] = [];
const quiet = { warn: () => undefined, error: () => undefined };
const backoff = { baseMs: 1, capMs: 2 };

beforeAll(async () => {
  broker = await startTestBroker('shop', 'bank');
});
afterAll(() => broker.stop());
beforeEach(() => {
  durable = `t${Math.random().toString(36).slice(2)}`;
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

const address = () => ({ natsUrl: broker.natsUrl, root: broker.root, durable, log: quiet, backoff });

/** A subscription to everything from now on, that notes what it hears. */
async function listen(options: { fail?: (name: string) => void; maxAttempts?: number } = {}) {
  const contracts = [shopOpened, shopClosed] as const;
  await provisionSubscription({ ...address(), contracts, startAt: 'now' });
  const heard: string[] = [];
  const dead: DeadLetter[] = [];
  const subscription = await subscribe(
    contracts,
    (event) => {
      const what = event.type === 'shop.opened.v1' ? event.data.name : event.data.reason;
      options.fail?.(what);
      heard.push(`${event.aggregateId} ${what}`);
    },
    { ...address(), ...options, onDead: (letter) => void dead.push(letter) },
  );
  running.push(subscription);
  return { subscription, heard, dead };
}

const settled = (): Promise<void> =>
  vi.waitFor(async () => expect(await broker.outstanding('shop', durable)).toBe(0), 20_000);

describe('a subscription', () => {
  test('hears what happens, typed, in order, and acknowledges it', async () => {
    const { heard, subscription } = await listen();
    const expected: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const [shopId, name] = [`s-${n % 3}`, `n${n}`];
      if (n % 2 === 0) await broker.publish(shopOpened, { shopId, name });
      else await broker.publish(shopClosed, { shopId, reason: name });
      expected.push(`${shopId} ${name}`);
    }
    await settled();
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
  });

  test('that goes on later hears what happened meanwhile, and nothing twice', async () => {
    const first = await listen();
    await broker.publish(shopOpened, { shopId: 's-1', name: 'before' });
    await settled();
    await first.subscription.stop();
    await broker.publish(shopOpened, { shopId: 's-1', name: 'meanwhile' });
    const second = await listen();
    await settled();
    expect([first.heard, second.heard]).toEqual([['s-1 before'], ['s-1 meanwhile']]);
  });

  test('does not handle again what is published again', async () => {
    const { heard } = await listen();
    const one = await broker.publish(shopOpened, { shopId: 's-1', name: 'one' });
    const two = await broker.publish(shopOpened, { shopId: 's-1', name: 'two' });
    await broker.publishAgain(one);
    await broker.publishAgain(two);
    await settled();
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
    const { heard, dead } = await listen({
      fail: (name) => {
        if (name === 'stubborn' && failures-- > 0) throw new Error('not yet');
      },
    });
    for (const name of ['first', 'stubborn', 'last'])
      await broker.publish(shopOpened, { shopId: 's-1', name });
    await settled();
    expect([heard, dead]).toEqual([['s-1 first', 's-1 stubborn', 's-1 last'], []]);
  });

  test('as often as it may is put aside with the reason, and the others go on', async () => {
    const { heard, dead } = await listen({
      maxAttempts: 2,
      fail: (name) => {
        if (name === 'poison') throw new Error('bad taste');
      },
    });
    for (const name of ['first', 'poison', 'last']) await broker.publish(shopOpened, { shopId: 's-1', name });
    await settled();
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
    await settled();
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
    await settled();
    expect(dead[0]?.error).toContain('longer than 50 ms');
  });
});

describe('a message that is no event', () => {
  test('is put aside with the reason, and later events are heard', async () => {
    const { heard, dead } = await listen();
    const good = await broker.publish(shopOpened, { shopId: 's-1', name: 'good' });
    await broker.publishAgain(good, { headers: { 'ce-source': '/quyu/bank' } });
    await broker.publishAgain(good, { body: '{"shopId":"s-1","name":"x","__proto__":{"admin":true}}' });
    await broker.publishAgain(good, { body: '{"shopId":"s-1"}' });
    await broker.publishAgain(good, { headers: { 'ce-type': 'io.quyu.shop.closed.v1' } });
    await broker.publish(shopOpened, { shopId: 's-2', name: 'later' });
    await settled();
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
    const { heard, dead } = await listen();
    const good = await broker.publish(shopOpened, { shopId: 's-1', name: 'good' });
    await broker.publishAgain(good, { subject: `${broker.root}.shop.moved.v1.p01` });
    await settled();
    expect([heard, dead]).toEqual([['s-1 good'], []]);
  });
});

describe('of two processes with one durable', () => {
  test('one hears, and the other takes over when it is gone, in order and without repetition', async () => {
    const [first, second] = [await listen(), await listen()];
    const publish = async (from: number): Promise<void> => {
      for (let n = from; n < from + 50; n += 1)
        await broker.publish(shopOpened, { shopId: 's-1', name: `${n}` });
    };
    await publish(0);
    await settled();
    expect([first.heard.length, second.heard.length].toSorted()).toEqual([0, 50]);
    const worker = first.heard.length > 0 ? first : second;
    await worker.subscription.stop();
    await publish(50);
    await settled();
    expect([...worker.heard, ...(worker === first ? second : first).heard]).toEqual(
      Array.from({ length: 100 }, (_, n) => `s-1 ${n}`),
    );
  });

  test('that begin at the same moment on a backlog come to terms, and the order is kept', async () => {
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    for (let n = 0; n < 300; n += 1) await broker.publish(shopOpened, { shopId: `s-${n % 5}`, name: `${n}` });
    const heard: string[] = [];
    const start = (): Promise<Subscription> =>
      subscribe(
        shopOpened,
        async ({ data }) => {
          await sleep(1);
          heard.push(data.name);
        },
        address(),
      );
    running.push(...(await Promise.all([start(), start()])));
    await vi.waitFor(async () => expect(await broker.outstanding('shop', durable)).toBe(0), 40_000);
    expect(heard).toEqual(Array.from({ length: 300 }, (_, n) => `${n}`));
  }, 60_000);
});

describe('a connection that is lost again and again', () => {
  test('loses no event, repeats none, and keeps the order', async () => {
    await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
    const { connect } = await import('@nats-io/transport-node');
    const nc = await connect({ servers: broker.natsUrl, reconnectTimeWait: 20, maxReconnectAttempts: -1 });
    const heard: string[] = [];
    const note = ({ data }: { data: { name: string } }): void => void heard.push(data.name);
    const subscription = await subscribe(shopOpened, note, { nc, root: broker.root, durable, log: quiet });
    for (let n = 0; n < 400; n += 1) {
      await broker.publish(shopOpened, { shopId: `s-${n % 5}`, name: `${n}` });
      if (n % 100 === 50) await nc.reconnect();
    }
    await settled();
    await subscription.stop();
    expect(heard).toEqual(Array.from({ length: 400 }, (_, n) => `${n}`));
    expect(nc.isClosed()).toBe(false);
    await nc.close();
  }, 60_000);
});

describe('the broker must be ready', () => {
  const start = () => subscribe(shopOpened, () => undefined, address());

  test('a missing consumer is told, with what to do, and not made', async () => {
    await expect(start()).rejects.toThrow(
      /there is no consumer .*: an operator must make it with provisionSubscription/,
    );
    await expect(start()).rejects.toMatchObject({ name: 'SubscriptionError' });
  });

  test('a consumer for other events is told', async () => {
    await provisionSubscription({ ...address(), contracts: [shopClosed] });
    await expect(start()).rejects.toThrow('run provisionSubscription again');
  });

  test("somebody else's consumer is neither used nor changed", async () => {
    const manager = await jetstreamManager(broker.nc);
    await manager.consumers.add(streamName(broker.root, 'shop'), {
      durable_name: durable,
      ack_policy: 'explicit',
    });
    await expect(start()).rejects.toThrow('belongs to somebody else');
    await expect(provisionSubscription({ ...address(), contracts: [shopOpened] })).rejects.toThrow(
      'belongs to somebody else',
    );
  });

  test('a missing stream is told', async () => {
    await expect(
      provisionSubscription({ ...address(), root: 'nobody', contracts: [shopOpened] }),
    ).rejects.toThrow('there is no stream NOBODY_SHOP');
  });

  test('a server that is away is told, without its password', async () => {
    const natsUrl = 'nats://me:secret@127.0.0.1:1';
    const attempt = subscribe(shopOpened, () => undefined, { ...address(), natsUrl });
    await expect(attempt).rejects.toThrow('no NATS server answers at nats://127.0.0.1:1');
  });

  test('provisioning again changes nothing; with other contracts it widens what is heard', async () => {
    const provision = (...contracts: Parameters<typeof provisionSubscription>[0]['contracts']) =>
      provisionSubscription({ ...address(), contracts });
    expect(await provision(shopOpened)).toMatchObject([{ action: 'created' }]);
    expect(await provision(shopOpened)).toMatchObject([{ action: 'unchanged', changes: [] }]);
    expect(await provision(shopOpened, shopClosed, moneyPaid)).toMatchObject([
      { action: 'updated', changes: [expect.stringContaining('filter_subject')] },
      { action: 'created' },
    ]);
  });
});
