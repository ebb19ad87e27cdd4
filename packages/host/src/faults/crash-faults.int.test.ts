import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failpoint } from '../bus/failpoint.js';
import { createPool } from '../database/pool.js';
import { createTransactor } from '../database/transactor.js';
import { startJobs } from '../jobs/start-jobs.js';
import { countDisorder } from './invariants.js';
import { testLog } from './place.js';
import { prepareService } from './scenario.js';
import { ledger, shop, sold } from './shop.js';
import { type Site, eventually, openSite } from './site.js';
import { killLeftovers } from './victim.js';

let site: Site;
const cause = { correlationId: 'c', causationId: 'c' };

beforeEach(async () => {
  site = await openSite([shop, ledger]);
});

afterEach(async () => {
  killLeftovers();
  await site.close();
});

const withShop = async <T>(work: (parts: ReturnType<typeof shopParts>) => Promise<T>): Promise<T> => {
  const parts = shopParts();
  try {
    return await work(parts);
  } finally {
    await parts.pool.end();
  }
};

const shopParts = () => {
  const pool = createPool({ databaseUrl: site.databaseUrl, service: 'shop', log: testLog });
  return { pool, transactor: createTransactor({ pool, spec: shop, newId: v7, now: () => new Date() }) };
};

const sell = (count: number, first = 0): Promise<void> =>
  withShop(({ transactor }) =>
    transactor.run(cause, async (tx) => {
      for (let n = 0; n < count; n += 1) tx.publish(sold, { tillId: `till-${n % 5}`, amount: first + n });
    }),
  );

const effects = () =>
  site.query<{ till: string; version: number; amount: number }>(
    'select till_id as till, version::int, amount from ledger.effect order by position',
  );

describe('a relay that is killed', () => {
  const places: Failpoint[] = [
    'relay.before-publish',
    'relay.after-publish',
    'relay.after-ack',
    'relay.after-delete',
  ];

  it('at any of its steps leaves to the next one what is to be done, and nothing is lost or stored twice', async () => {
    for (const [round, place] of places.entries()) {
      await sell(40, round * 100);
      const doomed = prepareService(
        site,
        'shop',
        {},
        place === 'relay.after-publish' ? `${place}:20` : place,
      );
      doomed.start();
      await doomed.dead();
    }
    await sell(40, 900);
    const relay = prepareService(site, 'shop');
    relay.start();
    await eventually(
      () => site.query('select 1 from shop.outbox limit 1'),
      (rows) => rows.length === 0,
    );
    await relay.end();
    const stream = await site.readStream('shop');
    expect(stream).toHaveLength(200);
    expect(
      countDisorder(stream.map(({ aggregateId: till, aggregateVersion: version }) => ({ till, version }))),
    ).toBe(0);
    expect(await site.query('select value::int from shop.bus_counter')).toEqual([{ value: 200 }]);
  }, 60_000);
});

describe('a consumer that is killed', () => {
  it('before or after its commit leaves each event handled once', async () => {
    await sell(30);
    const relay = prepareService(site, 'shop');
    relay.start();
    for (const place of ['consumer.before-commit', 'consumer.after-commit']) {
      const doomed = prepareService(site, 'ledger', {}, place);
      doomed.start();
      await doomed.dead();
    }
    const consumer = prepareService(site, 'ledger');
    consumer.start();
    await eventually(effects, (found) => found.length >= 30, 30_000);
    await consumer.end();
    await relay.end();
    expect(countDisorder(await effects())).toBe(0);
    expect(await effects()).toHaveLength(30);
  }, 60_000);

  it('by an event, as often as it is tried, puts that event aside in the end and goes on with the others', async () => {
    await sell(12);
    const relay = prepareService(site, 'shop');
    relay.start();
    const consumer = prepareService(site, 'ledger', { deadly: 7, settings: { maxAttempts: 2 } });
    let crashes = 0;
    const over = new AbortController();
    const living = (async () => {
      for (; !over.signal.aborted; crashes += 1) {
        consumer.start();
        await consumer.dead();
      }
    })();
    const [letter] = await eventually(
      () =>
        site.query<{ amount: string; reason: string; error: string }>(
          `select payload::json->>'amount' as amount, reason, error from ledger.dead_letter order by id`,
        ),
      (found) => found.length > 0,
      45_000,
    );
    expect(letter).toEqual({
      amount: '7',
      reason: 'crashed',
      error: 'the process died 2 times while it was handled',
    });
    expect(crashes).toBe(3);
    await eventually(effects, (found) => found.length === 11);
    over.abort();
    killLeftovers();
    await living;
    expect((await effects()).map(({ amount }) => amount)).not.toContain(7);
  }, 90_000);
});

describe('a worker that is killed', () => {
  it('in the middle of a job leaves it to another, which finishes it within seconds', async () => {
    const jobId = await withShop(({ transactor }) =>
      transactor.run(cause, async (tx) => tx.enqueue('count', { upTo: 4 })),
    );
    const doomed = prepareService(site, 'shop', { jobsHang: true });
    doomed.start();
    await eventually(
      () => site.query<{ state: string }>('select state from shop.job'),
      ([job]) => job?.state === 'running',
    );
    await doomed.kill();
    await withShop(async ({ pool }) => {
      const handlers = { count: async (input: unknown) => ({ sum: (input as { upTo: number }).upTo * 2 }) };
      const jobs = startJobs({ spec: shop, handlers, pool, log: testLog, now: () => new Date(), newId: v7 });
      const began = performance.now();
      const done = await eventually(
        () => jobs.status(jobId),
        (job) => job?.state === 'succeeded',
      );
      expect(done?.result).toEqual({ sum: 8 });
      expect(performance.now() - began).toBeLessThan(9_000);
      await jobs.stop();
    });
  }, 60_000);
});
