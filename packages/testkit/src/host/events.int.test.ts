import { randomUUID } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import { newId } from '@quyu/host';
import { fetchJson } from './raw-request.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { exampleContractTests } from '../example-contract-tests.js';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { moneyPaid, shopApi, shopOpened } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';
import { tillPlugin } from './till-plugin.js';

let app: TestHost;

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin, tillPlugin] });
});
afterAll(() => app.stop());

const seen = async (): Promise<unknown[]> =>
  (await app.db('till').query('select code, name from seen order by code')).rows;

describe('an event', () => {
  test('of a write that commits reaches its consumers and anybody who listens, with the cause of the request', async () => {
    const correlation = randomUUID();
    const headers = { 'x-correlation-id': correlation };
    const answer = await fetchJson(app, 'POST', '/api/shop/v1/shops', { code: 'e-1', name: 'One' }, headers);
    await app.settle();
    expect(await seen()).toEqual([{ code: 'e-1', name: 'One' }]);
    const [event] = await app.published(shopOpened);
    expect(event).toMatchObject({
      type: 'shop.opened.v1',
      aggregateId: 'e-1',
      aggregateVersion: 1,
      correlationId: correlation,
      causationId: answer.headers.get('x-request-id'),
      data: { code: 'e-1', name: 'One' },
    });
  });

  test('of a write that fails is never heard', async () => {
    await expect(
      app.client(shopApi).openShop({ body: { code: 'e-1', name: 'Again' } }),
    ).rejects.toMatchObject({ code: 'SHOP_EXISTS' });
    await app.settle();
    expect(await app.published(shopOpened)).toHaveLength(1);
  });

  test('of a write that is repeated is heard once', async () => {
    const idempotencyKey = randomUUID();
    for (let n = 0; n < 3; n += 1)
      await app.client(shopApi).openShop({ body: { code: 'e-2', name: 'Two' }, idempotencyKey });
    await app.settle();
    expect(await app.published(shopOpened)).toHaveLength(2);
  });

  test('of a service that does not run here can be published by a test', async () => {
    await app.publish(moneyPaid, { accountId: 'a-1', amount: '5' }, { accountId: 'a-1', amount: '6' });
    await app.settle();
    expect(await seen()).toEqual(
      expect.arrayContaining([
        { code: 'a-1', name: '5' },
        { code: 'a-1', name: '6' },
      ]),
    );
    expect((await app.published(moneyPaid)).map(({ aggregateVersion }) => aggregateVersion)).toEqual([1, 2]);
  });

  test('is not found while the service has published nothing at all', async () => {
    const quiet = await startTestHost({ plugins: [shopPlugin] });
    const path = `/api/shop/v1/bus/events/${newId()}`;
    expect((await fetchJson(quiet, 'GET', path)).status).toBe(404);
    await quiet.stop();
  });

  test('that breaks its contract cannot be published by a test', async () => {
    await expect(app.publish(moneyPaid, { accountId: 'a-1' } as never)).rejects.toThrow('/data/amount');
  });
});

describe('long work', () => {
  test('answers 202 with the address of its job, which tells its result', async () => {
    const answer = await fetchJson(app, 'POST', '/api/shop/v1/counts');
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/shop/v1/jobs/${answer.json.jobId}`);
    expect(await app.finishJob('shop', answer.json.jobId)).toMatchObject({
      kind: 'count',
      state: 'succeeded',
      result: { shops: 2 },
    });
  });

  test('that nobody asked for is not found', async () => {
    const answer = await fetchJson(app, 'GET', `/api/shop/v1/jobs/${randomUUID()}`);
    expect([answer.status, answer.json.code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('the sample contracts', () => {
  test('are complete but for the bank, which does not run here', () => {
    expect(tillPlugin.spec.consumes.map(({ service }) => service)).toEqual(['shop', 'bank']);
  });
  exampleContractTests([shopPlugin]);
});

describe('while the broker takes nothing', () => {
  test.each([
    ['too many events wait', { events: 2, ageSeconds: 3_600 }],
    ['one has waited for too long', { events: 100, ageSeconds: 1 }],
  ])('writes go on until %s, and then say when to come again', async (_why, outboxLimits) => {
    const full = await startTestHost({ plugins: [shopPlugin], settings: { outboxLimits } });
    // A stream that is gone takes no events: the relay waits, as it does for a broker that is away.
    await removeStream(full, 'shop');
    const open = (n: number): ReturnType<typeof fetchJson> =>
      fetchJson(full, 'POST', '/api/shop/v1/shops', { code: `w-${n}`, name: 'W' });
    for (let n = 0; n < 4; n += 1) expect((await open(n)).status).toBe(201);
    expect((await fetchJson(full, 'GET', '/health/ready')).status).toBe(200);
    await vi.waitFor(async () => {
      const refused = await open(9);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    }, 10_000);
    expect((await fetchJson(full, 'GET', '/api/shop/v1/shops/w-1')).status).toBe(200);
    await full.stop();
  });
});

async function removeStream({ settings }: TestHost, service: string): Promise<void> {
  const nc = await connect({ servers: settings.natsUrl });
  const manager = await jetstreamManager(nc);
  await manager.streams.delete(streamName(settings.busRoot, service));
  await nc.close();
}
