import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { createPool } from '../../database/pool.js';
import { createTransactor } from '../../database/transactor.js';
import { AmbiguousCommitError } from '../../database/errors.js';
import { testLog } from '../place.js';
import { type Random, createRandom } from '../random.js';
import { shop, sold } from '../shop.js';
import { readOrders } from '../victim.js';
import { type WitnessEntry, openWitness } from '../witness.js';

/** What the writer is told. */
export interface WriterOrders {
  readonly databaseUrl: string;
  readonly seed: number;
  readonly witness: string;
  readonly writers: number;
  readonly ms: number;
  /** Longest pause between two transactions of a writer. */
  readonly pauseMs: number;
}

/** Few, so that writers are in each other's way. */
const TILLS = 25;

class ChangedMind extends Error {}

const orders = readOrders() as WriterOrders;
const pool = createPool({
  databaseUrl: orders.databaseUrl,
  service: 'shop',
  log: testLog,
  max: orders.writers,
});
const transactor = createTransactor({ pool, spec: shop, newId: v7, now: () => new Date() });
const note = openWitness(orders.witness);
const end = performance.now() + orders.ms;

await Promise.all(Array.from({ length: orders.writers }, (_, writer) => write(writer)));
await pool.end();

async function write(writer: number): Promise<void> {
  const random = createRandom(orders.seed * 1_000 + writer);
  for (let serial = 0; performance.now() < end; serial += 1) {
    const tokens = Array.from(
      { length: random.between(1, 4) },
      (_, each) => writer * 10_000_000 + serial * 10 + each,
    );
    note({ what: 'asked', tokens });
    note({ what: await attempt(tokens, random), tokens });
    await sleep(random.between(0, orders.pauseMs));
  }
}

async function attempt(tokens: readonly number[], random: Random): Promise<WitnessEntry['what']> {
  const cause = { correlationId: 'writer', causationId: 'writer' };
  try {
    await transactor.run(cause, async (tx, client) => {
      for (const amount of tokens) tx.publish(sold, { tillId: `till-${random.between(1, TILLS)}`, amount });
      await client.query('insert into sale (till_id, amount) values ($1, $2)', ['any', tokens.length]);
      if (random.next() < 0.15) throw new ChangedMind();
    });
    return 'committed';
  } catch (error) {
    if (error instanceof ChangedMind) return 'rolled-back';
    if (error instanceof AmbiguousCommitError) return 'unknown';
    throw error;
  }
}
