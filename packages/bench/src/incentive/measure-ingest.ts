import { createReadStream, writeFileSync, appendFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createClient } from '@quyu/contract-kit';
import { incentiveApi } from '@quyu/incentive-contracts';
import { Client, Pool } from 'pg';
import { from } from 'pg-copy-streams';
import type { Site } from '../bus/site.js';
import type { Figure } from '../figure.js';
import { fillReferences, type Market, salesFile } from './market.js';
import { startIncentive } from './start-incentive.js';

/** Of the speed of a bare COPY. */
const BUDGET = 0.4;

/**
 * Sales lines from a file into the ledger, through the API of a real host: read, checked, told apart from what is there,
 * kept with an index; against Postgres copying the same file into a bare table that checks and indexes nothing.
 */
export async function measureIngest(site: Site, market: Market, file: string): Promise<Figure> {
  writeFileSync(file, '');
  for (const piece of salesFile(market)) appendFileSync(file, piece);
  const bare = await copyBare(site, file);
  const { host, token } = await startIncentive(site);
  const pool = new Pool({ connectionString: site.databaseUrl, max: 2 });
  try {
    await fillReferences(pool, market);
    const api = createClient(incentiveApi, { baseUrl: host.url, token, timeoutMs: 600_000 });
    const began = performance.now();
    const done = await api.importSales({
      query: { source: 'erp', file: 'sales.csv', currency: 'CNY' },
      body: createReadStream(file, { highWaterMark: 256 * 1024 }),
    });
    const seconds = (performance.now() - began) / 1000;
    if (done.accepted !== market.lines)
      throw new Error(`${done.accepted} of ${market.lines} lines were taken`);
    const ratio = bare / seconds;
    const rate = (taken: number): string =>
      `${Math.round(market.lines / taken).toLocaleString('en')} lines/s`;
    return {
      name: 'ingest',
      value: `${ratio.toFixed(2)}x`,
      detail: `ours ${rate(seconds)}, COPY ${rate(bare)}`,
      budget: `at least ${BUDGET}x`,
      isWithin: ratio >= BUDGET,
    };
  } finally {
    await pool.end();
    await host.stop();
  }
}

async function copyBare(site: Site, file: string): Promise<number> {
  const client = new Client({ connectionString: site.databaseUrl });
  await client.connect();
  try {
    await client.query(`create table bare (order_number text, sold_on date, product text, partner text, salesperson text,
      quantity int, amount numeric)`);
    const began = performance.now();
    const target = client.query(from('copy bare from stdin with (format csv, header)'));
    await pipeline(Readable.from(createReadStream(file, { highWaterMark: 256 * 1024 })), target);
    const seconds = (performance.now() - began) / 1000;
    await client.query('drop table bare');
    return seconds;
  } finally {
    await client.end();
  }
}
