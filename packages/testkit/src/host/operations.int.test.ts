import { platformApi, pathOf, z } from '@quyu/contract-kit';
import { type Plugin, defineDb, definePlugin } from '@quyu/plugin-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { moneyPaid } from './sample-contracts.js';

const api = platformApi('clerk');
let failing = true;

/** A plugin whose handler fails until it is told otherwise. */
const clerk: Plugin = definePlugin(
  {
    id: 'clerk',
    kit: '^1.0.0',
    summary: { en: 'Clerk', zh: '文员' },
    config: z.object({}),
    db: defineDb({}),
    consumes: [moneyPaid],
  },
  () => ({
    routes: {},
    handlers: {
      'bank.paid.v1': async ({ aggregateId }) => {
        if (failing && aggregateId === 'bad') throw new TypeError('the books are closed');
      },
    },
    jobs: {},
  }),
);

let app: TestHost;

beforeAll(async () => {
  app = await startTestHost({ plugins: [clerk], logLevel: 'silent' });
  await app.publish(moneyPaid, { accountId: 'bad', amount: '1' }, { accountId: 'good', amount: '2' });
  await app.publish(moneyPaid, { accountId: 'bad', amount: '3' });
  await app.settle(60_000);
}, 90_000);
afterAll(() => app.stop());

const operator = () =>
  app.client(api, { subject: 'olga', permissions: ['platform:read', 'platform:operate'] });

describe('an operator', () => {
  test('sees how far behind the service is', async () => {
    const lag = await operator().getBusLag({});
    expect(lag.outbox).toEqual({ size: 0, oldestSeconds: null });
    expect(lag.lanes[0]).toMatchObject({ source: 'bank', pending: 0, ackPending: 0, problem: null });
  });

  test('lists dead letters page by page, by what they are', async () => {
    const first = await operator().listDeadLetters({ query: { limit: 1 } });
    expect(first.items).toMatchObject([
      { aggregateId: 'bad', reason: 'failed', error: 'TypeError: the books are closed' },
    ]);
    const second = await operator().listDeadLetters({ query: { limit: 1, cursor: first.next! } });
    expect(second).toMatchObject({ items: [{ reason: 'quarantined' }], next: null });
    const none = await operator().listDeadLetters({ query: { type: 'bank.gone.v1' } });
    expect(none.items).toEqual([]);
  });

  test('sees one with its payload, and what the waiting ones failed of', async () => {
    const { items } = await operator().listDeadLetterGroups({ query: {} });
    expect(items.map(({ group, count }) => [group, count])).toContainEqual([
      'bank.paid.v1: TypeError: the books are closed',
      1,
    ]);
    const letter = await operator().getDeadLetter({ params: { letterId: items[0]!.exampleId } });
    expect(JSON.parse(letter.payload)).toMatchObject({ accountId: 'bad' });
    expect(letter.headers['ce-type']).toBe('io.quyu.bank.paid.v1');
    await expect(operator().getDeadLetter({ params: { letterId: '999' } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('replays them in order once the cause is mended', async () => {
    const select = { by: 'aggregate', aggregateType: 'account', aggregateId: 'bad' } as const;
    const again = await operator().replayDeadLetters({ body: { select } });
    expect(again).toMatchObject({ replayed: 0, failed: 1, held: 1 });
    failing = false;
    const mended = await operator().replayDeadLetters({ body: { select, ratePerSecond: 100 } });
    expect(mended).toMatchObject({ matching: 2, replayed: 2, failed: 0, held: 0, next: null });
    const { items } = await operator().listDeadLetters({ query: { state: 'replayed' } });
    expect(items).toMatchObject([
      { settledBy: 'olga', replays: 2 },
      { settledBy: 'olga', replays: 1 },
    ]);
    await expect(
      operator().discardDeadLetters({ body: { select: { by: 'ids', ids: [items[0]!.id] }, note: 'x' } }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('is told when the service publishes nothing that could be looked for or published again', async () => {
    await expect(operator().getPublishedEvent({ params: { event: '1' } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      operator().republishEvents({ body: { fromSequence: 1, toSequence: 2 } }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await operator().listParked({ query: {} })).toEqual({ items: [], next: null });
  });
});

describe('the routes for operators', () => {
  const routes = Object.entries(api.routes).map(([name, route]) => [name, route] as const);

  test.each(routes)('%s is closed to whoever has no token, or not the permission', async (_name, route) => {
    const path = pathOf(api, route).replace(/:\w+/, '1');
    const call = (authorization?: string) =>
      fetch(new URL(path, app.url), {
        method: route.method,
        ...(route.method === 'POST' ? { body: '{}' } : {}),
        headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      });
    expect((await call()).status).toBe(401);
    const other = route.permission === 'platform:operate' ? 'platform:read' : 'clerk:read';
    expect((await call(`Bearer ${await app.token({ permissions: [other] })}`)).status).toBe(403);
  });
});
