/**
 * A subscriber with an inbox in a process of its own, which kills itself after some commits, before the broker hears of
 * it. Every fiftieth call of its handler fails.
 */
import { Client, Pool } from 'pg';
import { subscribe } from '../index.js';
import { shopOpened } from '../testing/shop-events.js';

const {
  NATS_URL: natsUrl = '',
  ROOT: root = '',
  DURABLE: durable = '',
  DATABASE_URL: connectionString,
} = process.env;
let commitsLeft = Number(process.env['COMMITS'] ?? Infinity);

class MortalClient extends Client {
  override query: Client['query'] = (async (...query: Parameters<Client['query']>) => {
    const result = await super.query(...query);
    if (String(query[0]) === 'commit' && --commitsLeft <= 0) process.kill(process.pid, 'SIGKILL');
    return result;
  }) as Client['query'];
}

const pool = new Pool({ connectionString, max: 2, Client: MortalClient });
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
