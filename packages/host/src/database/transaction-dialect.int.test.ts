import { sql } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { shop } from '../faults/shop.js';
import { createPool } from './pool.js';
import { type Transactor, createTransactor } from './transactor.js';

let place: Place;
let pool: Pool;
let transactor: Transactor;
const cause = { correlationId: 'c-1', causationId: 'r-1' };

beforeAll(async () => {
  place = await createPlace([shop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
  transactor = createTransactor({ pool, spec: shop, newId: v7, now: () => new Date() });
});

afterAll(async () => {
  await pool.end();
  await place.close();
});

describe('queries that a transaction asks for at once', () => {
  it('are one message, and run in their order', async () => {
    let messages = 0;
    const counting = (client: PoolClient): void => {
      const { stream } = client.connection;
      const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
      stream.write = (...args: unknown[]) => {
        messages += 1;
        return write(...args);
      };
    };
    pool.once('acquire', counting);
    const rows = await transactor.run(cause, async (tx) => {
      await sql`select 1`.execute(tx.db);
      messages = 0;
      const put = (tillId: string) => sql`insert into sale (till_id) values (${tillId})`.execute(tx.db);
      const found = () => sql<{ n: number }>`select count(*)::int as n from sale where till_id like 'once%'`.execute(tx.db);
      const all = await Promise.all([put('once-1'), found(), put('once-2'), found()]);
      expect(messages).toBe(1);
      return all.map((each) => each.rows);
    });
    expect(rows).toEqual([[], [{ n: 1 }], [], [{ n: 2 }]]);
  }); // prettier-ignore

  it('are each told what became of it, up to the one that fails', async () => {
    let settled: unknown;
    const attempt = transactor.run(cause, async (tx) => {
      const texts = ['select 1 as one', 'select 1 / 0', 'select 2 as two'];
      const asked = await Promise.allSettled(texts.map((text) => sql.raw(text).execute(tx.db)));
      settled = asked.map((each) => (each.status === 'fulfilled' ? each.value.rows : each.reason.message));
      await expect(sql`select 3`.execute(tx.db)).rejects.toThrow('current transaction is aborted');
    });
    await expect(attempt).rejects.toThrow('the failure was swallowed');
    expect(settled).toEqual([[{ one: 1 }], 'division by zero', 'division by zero']);
  });

  it('are all run, however many', async () => {
    const COUNT = 250;
    const rows = await transactor.run(cause, (tx) =>
      Promise.all(Array.from({ length: COUNT }, (_, n) => sql<{ n: number }>`select ${n}::int as n`.execute(tx.db))),
    );
    expect(rows.map((each) => each.rows[0]!.n)).toEqual(Array.from({ length: COUNT }, (_, n) => n));
  }); // prettier-ignore
});
