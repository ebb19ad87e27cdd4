import { Pool, type PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import { contend } from '../contend.js';
import {
  CREATE_EFFECT,
  INSERT_EFFECTS,
  type Sale,
  effectColumns,
  effectsPerSecond,
  produce,
} from '../effects.js';
import { POOL_SIZE } from '../site.js';

const QUEUE = 'sold';

/** Whole batches without a pause, effect and completion in one transaction, woken by NOTIFY instead of polling. */
const WORK = {
  batchSize: 1000,
  localConcurrency: 4,
  burstWhenBatchFull: true,
  transactional: true,
  pollingIntervalSeconds: 0.5,
} as const;

const BOSS = { max: POOL_SIZE, useListenNotify: true } as const;
const QUEUE_OPTIONS = { notify: true } as const;

await contend(async ({ databaseUrl }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  await pool.query(CREATE_EFFECT);
  const boss = new PgBoss({ connectionString: databaseUrl, ...BOSS });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  await boss.work<Sale, void, typeof WORK>(QUEUE, WORK, async (jobs, tx) => {
    await tx.executeSql(INSERT_EFFECTS, effectColumns(jobs.map(({ data }) => data)));
  });
  return {
    settings: { ...WORK, ...BOSS, ...QUEUE_OPTIONS, connectionsToPostgres: POOL_SIZE },
    works: {
      flow: (amount) =>
        effectsPerSecond(pool, 'effect', amount, () => produce(amount, (sales) => send(pool, boss, sales))),
    },
    async stop() {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
});

async function send(pool: Pool, boss: PgBoss, sales: Sale[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const jobs = sales.map((data) => ({ data }));
    await boss.insert(QUEUE, jobs, { db: inTransactionOf(client) });
    await client.query('commit');
  } finally {
    client.release();
  }
}

function inTransactionOf(client: PoolClient) {
  return { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
}
