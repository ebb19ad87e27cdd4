import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../database/pool.js';
import { createTransactor } from '../database/transactor.js';
import { startJobs } from '../jobs/start-jobs.js';
import { testLog } from './place.js';
import { shop } from './shop.js';
import { type Site, eventually, openSite } from './site.js';
import { killLeftovers, prepareVictim } from './victim.js';

let site: Site;
const cause = { correlationId: 'c', causationId: 'c' };

beforeEach(async () => {
  site = await openSite([shop]);
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

describe('a worker that is killed', () => {
  it('in the middle of a job leaves it to another, which finishes it within seconds', async () => {
    const jobId = await withShop(({ transactor }) =>
      transactor.run(cause, async (tx) => tx.enqueue('count', { upTo: 4 })),
    );
    const { databaseUrl, natsUrl, root } = site;
    const doomed = prepareVictim('worker', 'hanging-worker', { site: { databaseUrl, natsUrl, root } });
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
