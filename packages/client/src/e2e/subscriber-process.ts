/**
 * A subscriber with an inbox in a process of its own, which kills itself after some commits, before the broker hears of
 * it. Every fiftieth call of its handler fails.
 */
import { Pool, type QueryResult } from 'pg';
import { subscribe } from '../index.js';
import { shopOpened } from '../testing/shop-events.js';

const {
  NATS_URL: natsUrl = '',
  ROOT: root = '',
  DURABLE: durable = '',
  DATABASE_URL: connectionString,
} = process.env;
type Query = (text: string, ...rest: unknown[]) => Promise<QueryResult>;

let commitsLeft = Number(process.env['COMMITS'] ?? Infinity);

const pool = new Pool({ connectionString, max: 2 });
pool.on('connect', (client) => {
  const query: Query = client.query.bind(client);
  const commit = async (): Promise<QueryResult> => {
    const result = await query('commit');
    commitsLeft -= 1;
    if (commitsLeft <= 0) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  client.query = ((text: string, ...rest: unknown[]) =>
    text === 'commit' ? commit() : query(text, ...rest)) as typeof client.query;
});
pool.on('error', () => undefined);
let calls = 0;

await subscribe(
  shopOpened,
  async ({ aggregateId, data }, tx) => {
    calls += 1;
    await tx.query('insert into effect (durable, shop, name) values ($1, $2, $3)', [
      durable,
      aggregateId,
      data.name,
    ]);
    if (calls % 50 === 0) throw new Error('a hiccup');
  },
  { natsUrl, root, durable, inbox: { pool }, maxAttempts: 100, backoff: { baseMs: 5, capMs: 20 } },
);
