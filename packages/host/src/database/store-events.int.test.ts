import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { shop, sold } from '../faults/shop.js';
import { createPool } from './pool.js';
import { type Transactor, createTransactor } from './transactor.js';

let place: Place;
let pool: Pool;
let transactor: Transactor;
const cause = { correlationId: 'c-1', causationId: 'r-1' };
const written: unknown[] = [];

beforeAll(async () => {
  place = await createPlace([shop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
  const afterCommit = (each: unknown): unknown => written.push(each);
  transactor = createTransactor({ pool, spec: shop, newId: v7, now: () => new Date(), afterCommit });
});
beforeEach(async () => {
  await place.query('truncate shop.outbox, shop.aggregate_version');
});
afterAll(async () => {
  await pool.end();
  await place.close();
});

const outbox = (): Promise<readonly unknown[]> =>
  place.query('select aggregate_id as till, aggregate_version::int as version from shop.outbox order by id');

describe('a transaction that stores its events before its end', () => {
  it('keeps each aggregate in order, across what it stores', async () => {
    await transactor.run(cause, async (tx) => {
      for (const tillId of ['a', 'b', 'a']) tx.publish(sold, { tillId, amount: 1 });
      await tx.storeEvents();
      await tx.storeEvents();
      for (const tillId of ['b', 'a']) tx.publish(sold, { tillId, amount: 2 });
    });
    expect(await outbox()).toEqual([
      { till: 'a', version: 1 },
      { till: 'b', version: 1 },
      { till: 'a', version: 2 },
      { till: 'b', version: 2 },
      { till: 'a', version: 3 },
    ]);
    expect(written.at(-1)).toEqual({ events: 5, jobs: 0 });
  });

  it('shows nobody any of them before it commits', async () => {
    await transactor.run(cause, async (tx) => {
      tx.publish(sold, { tillId: 'a', amount: 1 });
      await tx.storeEvents();
      expect(await outbox()).toEqual([]);
    });
    expect(await outbox()).toHaveLength(1);
  });

  it('leaves none of them when it fails afterwards', async () => {
    const attempt = transactor.run(cause, async (tx) => {
      tx.publish(sold, { tillId: 'a', amount: 1 });
      await tx.storeEvents();
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await outbox()).toEqual([]);
  });

  it('cannot store any when it is over', async () => {
    let store = async (): Promise<void> => undefined;
    await transactor.run(cause, async (tx) => {
      tx.publish(sold, { tillId: 'a', amount: 1 });
      store = () => tx.storeEvents();
    });
    await expect(store()).rejects.toThrow('the transaction is over');
    expect(await outbox()).toHaveLength(1);
  });
});
