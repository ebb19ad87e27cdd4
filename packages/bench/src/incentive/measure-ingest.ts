import { appendFileSync, createReadStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { from } from 'pg-copy-streams';
import type { Site } from '../bus/site.js';
import type { Figure } from '../figure.js';
import { fillReferences, type Market, salesFile } from './market.js';
import { sendSales } from './send-sales.js';
import { startIncentive } from './start-incentive.js';

/** Of the speed of a bare COPY. */
const BUDGET = 0.4;
/** Files that do not count, and files that do. */
const WARM_UPS = 1;
const TURNS = 3;

interface Turn {
  /** Seconds. */
  readonly bare: number;
  readonly ours: number;
  /** Until the sums are made as well, and all indexes built. */
  readonly settled: number;
}

/**
 * Sales lines from a file into the ledger, through the API of a real host: read, checked, told apart from what is there,
 * kept with an index; against Postgres copying the same file into a bare table that checks and indexes nothing. In turns, each
 * of another source, so that every one is new; the median counts.
 */
export async function measureIngest(site: Site, market: Market, file: string): Promise<Figure> {
  writeFileSync(file, '');
  for (const piece of salesFile(market)) appendFileSync(file, piece);
  const { host, token } = await startIncentive(site);
  const pool = new Pool({ connectionString: site.databaseUrl, max: 2 });
  try {
    await fillReferences(pool, market);
    const take = async (source: string): Promise<number> => {
      const { accepted, seconds } = await sendSales({ url: host.url, token, file, source });
      if (accepted !== market.lines) throw new Error(`${accepted} of ${market.lines} lines were taken`);
      return seconds;
    };
    const turns: Turn[] = [];
    for (let turn = 0; turn < WARM_UPS + TURNS; turn += 1) {
      const bare = await copyBare(pool, file);
      const ours = await take(`erp${turn}`);
      turns.push({ bare, ours, settled: ours + (await settle(pool)) });
    }
    return figureOf(turns.slice(WARM_UPS), market);
  } finally {
    await pool.end();
    await host.stop();
  }
}

function figureOf(turns: readonly Turn[], { lines }: Market): Figure {
  const median = (of: (turn: Turn) => number): number => turns.map(of).toSorted((a, b) => a - b)[Math.floor(turns.length / 2)]!;
  const ratio = median(({ bare, ours }) => bare / ours);
  const rate = (seconds: number): string => `${Math.round(lines / seconds).toLocaleString('en')} lines/s`;
  return {
    name: 'ingest',
    value: `${ratio.toFixed(2)}x`,
    detail: `ours ${rate(median(({ ours }) => ours))}, COPY ${rate(median(({ bare }) => bare))}`,
    budget: `at least ${BUDGET}x`,
    isWithin: ratio >= BUDGET,
    notes: [`all indexes built and all quarters summed up after ${median(({ settled }) => settled).toFixed(1)} s`],
  };
} // prettier-ignore

const streamOf = (file: string) => createReadStream(file, { highWaterMark: 256 * 1024 });

async function copyBare(pool: Pool, file: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(`create table bare (order_number text, sold_on date, product text, partner text, salesperson text,
      quantity int, amount numeric)`);
    const began = performance.now();
    const target = client.query(from('copy bare from stdin with (format csv, header)'));
    await pipeline(Readable.from(streamOf(file)), target);
    const seconds = (performance.now() - began) / 1000;
    await client.query('drop table bare');
    return seconds;
  } finally {
    client.release();
  }
}

/** Waits until no job of the service is left. @returns seconds. */
async function settle(pool: Pool): Promise<number> {
  const began = performance.now();
  for (;;) {
    const { rowCount } = await pool.query(`select from incentive.job where state in ('queued', 'running')`);
    if (rowCount === 0) return (performance.now() - began) / 1000;
    await pause(100);
  }
}
