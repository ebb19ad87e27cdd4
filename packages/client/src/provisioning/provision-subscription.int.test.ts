import { jetstreamManager } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { provisionSubscription, subscribe } from '../index.js';
import { addressOf, newDurable } from '../testing/listener.js';
import { moneyPaid, shopClosed, shopOpened } from '../testing/shop-events.js';
import { type TestBroker, startTestBroker } from '../testing/test-broker.js';

let broker: TestBroker;
let durable: string;

beforeAll(async () => {
  broker = await startTestBroker('shop', 'bank');
});
afterAll(() => broker.stop());
beforeEach(() => {
  durable = newDurable();
});

const address = () => addressOf(broker, durable);

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
