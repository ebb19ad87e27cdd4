import { type Figures, defineFigure } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../database/pool.js';
import { createDatabase } from '../database/scoped-database.js';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { shop } from '../faults/shop.js';
import { createFigureReader } from './figure-reader.js';

let place: Place;
let pool: Pool;
let db: Kysely<unknown>;
let registry: Registry;
let nowMs = 0;

beforeEach(async () => {
  place = await createPlace([shop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog, max: 1 });
  db = createDatabase(pool);
  registry = new Registry();
  nowMs = 0;
  await sql`insert into sale (till_id, amount) values ('a', 1), ('a', 2), ('b', 5)`.execute(db);
});
afterEach(async () => {
  await pool.end();
  await place.close();
});

const help = { en: 'Sales', zh: '销售' };
const readerOf = (figures: Figures<unknown>, service = 'shop') =>
  createFigureReader({ registry, sources: [{ service, figures, db }], log: testLog, clock: () => nowMs });
const linesOf = async (name: string): Promise<readonly string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));

const rowsOf = async (query: ReturnType<typeof sql>): Promise<never> =>
  (await query.execute(db)).rows as never;

describe('the figures of a service', () => {
  it('are gauges with its name, a series for each row, and sums that come as text', async () => {
    const sales = defineFigure<unknown, 'till'>({
      help,
      labels: ['till'],
      read: () =>
        rowsOf(sql`select till_id as till, sum(amount)::bigint as value from sale group by till_id`),
    });
    await readerOf({ sales }, 'corner-shop')();
    expect((await linesOf('quyu_corner_shop_sales')).toSorted()).toEqual([
      'quyu_corner_shop_sales{till="a"} 3',
      'quyu_corner_shop_sales{till="b"} 5',
    ]);
  });

  it('are read once a minute, however many ask, and forget what is gone', async () => {
    let reads = 0;
    const sales = defineFigure<unknown, 'till'>({
      help,
      labels: ['till'],
      read: () => {
        reads += 1;
        return rowsOf(sql`select distinct till_id as till, 1 as value from sale`);
      },
    });
    const refresh = readerOf({ sales });
    await Promise.all([refresh(), refresh(), refresh()]);
    await sql`delete from sale where till_id = 'a'`.execute(db);
    nowMs = 59_999;
    await refresh();
    expect(reads).toBe(1);
    expect(await linesOf('quyu_shop_sales{')).toHaveLength(2);
    nowMs = 60_000;
    await refresh();
    await refresh();
    expect(reads).toBe(2);
    expect(await linesOf('quyu_shop_sales{')).toEqual(['quyu_shop_sales{till="b"} 1']);
  });

  it('that cannot be read have no value and are counted; the others are shown', async () => {
    let broken = false;
    const sales = defineFigure<unknown>({
      help,
      read: () => rowsOf(broken ? sql`select 1 / 0 as value` : sql`select 7 as value`),
    });
    const tills = defineFigure<unknown>({ help, read: () => rowsOf(sql`select 2 as value`) });
    const refresh = readerOf({ sales, tills });
    expect(await linesOf('quyu_shop_sales')).toEqual([]);
    await refresh();
    expect(await linesOf('quyu_shop_sales')).toEqual(['quyu_shop_sales 7']);
    broken = true;
    nowMs = 60_000;
    await refresh();
    expect(await linesOf('quyu_shop_sales')).toEqual([]);
    expect(await linesOf('quyu_shop_tills')).toEqual(['quyu_shop_tills 2']);
    expect(await linesOf('quyu_figure_failures_total')).toEqual([
      'quyu_figure_failures_total{service="shop",figure="sales"} 1',
      'quyu_figure_failures_total{service="shop",figure="tills"} 0',
    ]);
  });

  it('do not keep a scrape waiting for longer than two seconds, nor are read a second time meanwhile', async () => {
    let reads = 0;
    let finish: (() => void) | undefined;
    const slow = defineFigure<unknown>({
      help,
      read: async () => {
        reads += 1;
        await new Promise<void>((resolve) => (finish = resolve));
        return rowsOf(sql`select 1 as value`);
      },
    });
    const refresh = readerOf({ slow });
    const startedAt = performance.now();
    await refresh();
    expect(performance.now() - startedAt).toBeGreaterThan(1_900);
    nowMs = 60_000;
    const second = refresh();
    finish?.();
    await second;
    expect(reads).toBe(1);
    expect(await linesOf('quyu_shop_slow')).toEqual(['quyu_shop_slow 1']);
  });
});
