import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Events a second at which latency is measured. */
const PER_SECOND = 500;

/** Starts work at a steady pace, whether or not earlier work has ended. @returns how often, once all has ended. */
export async function startPace(seconds: number, work: (serial: number) => Promise<void>): Promise<number> {
  const total = seconds * PER_SECOND;
  const began = performance.now();
  const works: Promise<void>[] = [];
  while (works.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * PER_SECOND));
    while (works.length < due) works.push(work(works.length));
    await sleep(1);
  }
  await Promise.all(works);
  return total;
}

/** From commit to commit, by the clock of Postgres itself. */
const LATENCY = `
  select percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from
    pg_xact_commit_timestamp(e.xmin) - pg_xact_commit_timestamp(s.xmin)) * 1000)::float8[] as ms
  from shop.sale s join ledger.effect e using (serial)`;

/** How long effects came after their causes, in milliseconds. */
export async function commitToEffect(pool: Pool): Promise<{ p50: number; p99: number }> {
  const { rows } = await pool.query<{ ms: number[] }>(LATENCY);
  const [p50 = Number.NaN, p99 = Number.NaN] = rows[0]?.ms ?? [];
  return { p50, p99 };
}
