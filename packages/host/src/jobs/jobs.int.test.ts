import { setTimeout as sleep } from 'node:timers/promises';
import { platformErrors, z } from '@quyu/contract-kit';
import { type AnyRuntime, type PluginSpec, defineJob } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../database/pool.js';
import { type Transactor, createTransactor } from '../database/transactor.js';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { booked, shop, sold } from '../faults/shop.js';
import { eventually } from '../faults/site.js';
import { currentCause } from '../database/cause.js';
import { type JobSettings, type RunningJobs, startJobs } from './start-jobs.js';

let place: Place;
let pool: Pool;
let transactor: Transactor;
const running: RunningJobs[] = [];
const cause = { correlationId: 'c-1', causationId: 'r-1' };

beforeEach(async () => {
  place = await createPlace([shop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
  transactor = createTransactor({ pool, spec: shop, newId: v7, now: () => new Date() });
});

afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop();
  await pool.end();
  await place.close();
});

type Count = (
  input: { upTo: number },
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
) => Promise<unknown>;

const start = (
  count: Count,
  settings: JobSettings = {},
  spec: PluginSpec = shop,
  now = () => new Date(),
): RunningJobs => {
  const quick = { leaseMs: 1_000, backoff: { baseMs: 5, capMs: 20 }, graceMs: 300, ...settings };
  const handlers = { count } as AnyRuntime['jobs'];
  const jobs = startJobs({ spec, handlers, pool, log: testLog, now, newId: v7, settings: quick });
  running.push(jobs);
  return jobs;
};

const enqueue = (upTo = 3): Promise<string> =>
  transactor.run(cause, async (tx) => tx.enqueue('count', { upTo }));
const ended = (jobs: RunningJobs, id: string) =>
  eventually(
    () => jobs.status(id),
    (job) => job?.state === 'succeeded' || job?.state === 'failed',
  );

describe('a job', () => {
  it('starts after the commit that enqueued it, reports progress and gives its result', async () => {
    const seen: unknown[] = [];
    const jobs = start(async ({ upTo }, progress) => {
      seen.push(currentCause());
      progress(1, upTo);
      await sleep(600);
      return { sum: upTo };
    });
    const id = await enqueue(3);
    jobs.wake();
    expect(
      await eventually(
        () => jobs.status(id),
        (job) => job?.done === 1,
      ),
    ).toMatchObject({ jobId: id, kind: 'count', state: 'running', total: 3 });
    expect(await ended(jobs, id)).toEqual({
      jobId: id,
      kind: 'count',
      state: 'succeeded',
      done: 3,
      total: 3,
      result: { sum: 3 },
    });
    const actor = expect.objectContaining({ subject: 'service:shop', operation: 'job:count' });
    expect(seen).toEqual([{ correlationId: 'c-1', causationId: id, actor }]);
  });

  it('goes on with the trace of what enqueued it, and hands it on to what it publishes', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const jobs = start(async ({ upTo }) => {
      await transactor.run(currentCause()!, async (tx) => tx.publish(sold, { tillId: 't-1', amount: upTo }));
      return { sum: upTo };
    });
    const id = await transactor.run({ ...cause, traceparent }, async (tx) =>
      tx.enqueue('count', { upTo: 1 }),
    );
    jobs.wake();
    expect(await ended(jobs, id)).toMatchObject({ state: 'succeeded' });
    const { rows } = await pool.query('select cause from outbox');
    expect(rows).toEqual([{ cause: { correlationId: 'c-1', causationId: id, traceparent } }]);
  });

  it('is done by the service for the caller whose request led to it, through other jobs too', async () => {
    const seen: unknown[] = [];
    const next: string[] = [];
    const jobs = start(async ({ upTo }) => {
      seen.push(currentCause()?.actor?.onBehalfOf);
      const again = (): Promise<string> =>
        transactor.run(currentCause()!, async (tx) => tx.enqueue('count', { upTo: upTo - 1 }));
      if (upTo > 1) next.push(await again());
      return { sum: upTo };
    });
    const actor = { subject: 'lin', operation: 'shop.count', always: true };
    const id = await transactor.run({ ...cause, actor }, async (tx) => tx.enqueue('count', { upTo: 2 }));
    jobs.wake();
    await ended(jobs, id);
    jobs.wake();
    await ended(jobs, next[0]!);
    await ended(jobs, await enqueue(1));
    expect(seen).toEqual(['lin', 'lin', undefined]);
  });

  it('that is not known has no status', async () => {
    expect(await start(async () => ({ sum: 1 })).status(v7())).toBeUndefined();
  });

  it('is tried again when it fails, and has failed for good after five times, with its error', async () => {
    let tries = 0;
    const jobs = start(async ({ upTo }) => {
      tries += 1;
      if (upTo === 1 && tries < 3) throw new Error('not yet');
      if (upTo === 2) throw platformErrors.CONFLICT({ detail: 'somebody was faster' });
      return { sum: 0 };
    });
    expect(await ended(jobs, await enqueue(1))).toMatchObject({ state: 'succeeded', result: { sum: 0 } });
    tries = 0;
    const failed = await ended(jobs, await enqueue(2));
    expect(failed).toMatchObject({ state: 'failed', error: 'CONFLICT: somebody was faster' });
    expect(tries).toBe(5);
  });

  it('whose result breaks its contract has failed, and says where', async () => {
    const jobs = start(async () => ({ sum: 'many' }));
    expect((await ended(jobs, await enqueue()))?.error).toContain('/result/sum');
  });

  it('cannot be enqueued with an input that breaks its contract', async () => {
    const wrong = transactor.run(cause, async (tx) => tx.enqueue('count', { upTo: 'x' }));
    await expect(wrong).rejects.toThrow(/job "count": \/input\/upTo/);
    await expect(transactor.run(cause, async (tx) => tx.enqueue('recount', {}))).rejects.toThrow(
      'there is no job "recount"',
    );
  });

  it('is done by one worker, however many there are', async () => {
    const done: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      start(
        async ({ upTo }) => {
          done.push(upTo);
          await sleep(5);
          return { sum: upTo };
        },
        { concurrency: 3 },
      );
    }
    const ids = await transactor.run(cause, async (tx) =>
      Array.from({ length: 60 }, (_, upTo) => tx.enqueue('count', { upTo })),
    );
    await eventually(
      () => place.query(`select 1 from shop.job where state <> 'succeeded'`),
      (rows) => rows.length === 0,
    );
    expect(done.sort((a, b) => a - b)).toEqual(ids.map((_, upTo) => upTo));
  });

  it('whose worker has fallen silent is taken by another, and the silent one can no longer finish it', async () => {
    const id = await enqueue(7);
    const { rows } = await pool.query(
      `update job set state = 'running', attempts = 1, lease_until = now() + interval '500 ms' returning id`,
    );
    expect(rows).toHaveLength(1);
    const jobs = start(async () => ({ sum: 2 }));
    expect(await ended(jobs, id)).toMatchObject({ state: 'succeeded', result: { sum: 2 } });
    const late = await pool.query(
      `update job set state = 'succeeded' where id = $1 and state = 'running' and attempts = 1`,
      [id],
    );
    expect(late.rowCount).toBe(0);
  });

  it('that takes longer than its lease keeps it', async () => {
    let starts = 0;
    const slow: Count = async () => {
      starts += 1;
      await sleep(2_500);
      return { sum: 1 };
    };
    const jobs = start(slow);
    start(slow);
    await ended(jobs, await enqueue());
    expect(starts).toBe(1);
  });

  it('that was cut off five times has failed', async () => {
    const id = await enqueue();
    await pool.query(`update job set state = 'running', attempts = 5, lease_until = now()`);
    expect(
      await ended(
        start(async () => ({ sum: 1 })),
        id,
      ),
    ).toMatchObject({ state: 'failed', error: expect.stringContaining('cut off 5 times') });
  });

  it('is told to stop at shutdown, and given back as if it had not been started', async () => {
    let told = false;
    const begun = Promise.withResolvers<void>();
    const jobs = start(async (_input, _progress, signal) => {
      begun.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      told = true;
      throw signal.reason;
    });
    await enqueue();
    jobs.wake();
    await begun.promise;
    await jobs.stop();
    expect(told).toBe(true);
    expect(await place.query('select state, attempts from shop.job')).toEqual([
      { state: 'queued', attempts: 0 },
    ]);
  });

  it('that does not listen holds up the shutdown for a bounded time only', async () => {
    const jobs = start(() => new Promise(() => undefined));
    const id = await enqueue();
    jobs.wake();
    await eventually(
      () => jobs.status(id),
      (job) => job?.state === 'running',
    );
    const began = performance.now();
    await jobs.stop();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await place.query('select state from shop.job')).toEqual([{ state: 'queued' }]);
  });
});

describe('a periodic job', () => {
  const periodic: PluginSpec = {
    ...shop,
    publishes: [sold, booked],
    jobs: {
      count: defineJob({
        summary: 'Sweeps.',
        input: z.object({}),
        result: z.object({ sum: z.int() }),
        everySeconds: 60,
      }),
    },
  };

  it('is queued when it is due by one of the replicas, and not before', async () => {
    let clock = new Date('2026-11-23T10:00:00Z');
    for (let n = 0; n < 3; n += 1)
      start(
        async () => ({ sum: 1 }),
        {},
        periodic,
        () => clock,
      );
    const count = () =>
      place.query<{ n: number }>(`select count(*)::int as n from shop.job where state = 'succeeded'`);
    await eventually(count, ([row]) => row?.n === 1);
    await sleep(1_500);
    expect(await count()).toEqual([{ n: 1 }]);
    clock = new Date('2026-11-23T10:01:00Z');
    await eventually(count, ([row]) => row?.n === 2);
  });
});
