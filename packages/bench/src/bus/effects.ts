import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

/** What happened, as every contender is told it. */
export interface Sale {
  readonly id: string;
  readonly shopId: string;
  readonly serial: number;
  readonly amount: number;
}

/** Few enough that order matters, many enough that nobody waits for it. */
const SHOPS = 1000;

/** The effect table: the key makes a doubled effect fail. */
export const CREATE_EFFECT =
  'create table effect (id uuid primary key, shop_id text not null, serial int not null, amount int not null)';

/** One event's effect. */
export const INSERT_EFFECT = 'insert into effect (id, shop_id, serial, amount) values ($1, $2, $3, $4)';

/** The effects of many events, set-based. */
export const INSERT_EFFECTS = `insert into effect (id, shop_id, serial, amount)
  select * from unnest($1::uuid[], $2::text[], $3::int[], $4::int[])`;

/** Parameters of {@link INSERT_EFFECTS}. */
export function effectColumns(sales: readonly Sale[]): unknown[][] {
  return [
    sales.map(({ id }) => id),
    sales.map(({ shopId }) => shopId),
    sales.map(({ serial }) => serial),
    sales.map(({ amount }) => amount),
  ];
}

/** Makes up a sale. */
export function saleOf(serial: number): Sale {
  return { id: randomUUID(), shopId: `shop-${serial % SHOPS}`, serial, amount: serial % 97 };
}

/** How many events a producer's transaction holds, and how many transactions are open at a time, for every contender. */
export const PRODUCING = { eventsInTransaction: 500, producers: 4 } as const;
const { eventsInTransaction: BULK, producers: PRODUCERS } = PRODUCING;

/** Has transactions of many events each made, several at a time. */
export async function produce(amount: number, write: (sales: Sale[]) => Promise<void>): Promise<void> {
  const starts = Array.from({ length: Math.ceil(amount / BULK) }, (_, index) => index * BULK);
  const produceNext = async (): Promise<void> => {
    for (let at = starts.shift(); at !== undefined; at = starts.shift()) {
      const from = at;
      await write(Array.from({ length: Math.min(BULK, amount - from) }, (_, each) => saleOf(from + each)));
    }
  };
  await Promise.all(Array.from({ length: PRODUCERS }, produceNext));
}

const LOOK_EVERY_MS = 10;
const AT_MOST_MS = 120_000;

/** Waits until there are so many rows. @throws when there are more, or when they never come. */
export async function waitForRows(
  pool: Pool,
  table: string,
  wanted: number,
  { shrinks = false } = {},
): Promise<void> {
  const end = performance.now() + AT_MOST_MS;
  for (;;) {
    const found = await countRows(pool, table);
    if (found === wanted) return;
    if (found > wanted && !shrinks)
      throw new Error(`${table} has ${found} rows, not ${wanted}: something was done twice`);
    if (performance.now() > end)
      throw new Error(`${table} has ${found} rows after ${AT_MOST_MS} ms, not ${wanted}: something was lost`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** How many rows there are. */
export async function countRows(pool: Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? 0;
}

/** Measures work in things a second, and sees that each has left a row. */
export async function effectsPerSecond(
  pool: Pool,
  table: string,
  amount: number,
  work: () => Promise<void>,
): Promise<number> {
  const before = await countRows(pool, table);
  const began = performance.now();
  await work();
  await waitForRows(pool, table, before + amount);
  return (amount / (performance.now() - began)) * 1000;
}
