import { AckPolicy, type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { Pool } from 'pg';
import { contend } from '../contend.js';
import { CREATE_EFFECT, INSERT_EFFECT, type Sale, countRows, effectColumns, saleOf } from '../effects.js';
import { POOL_SIZE } from '../site.js';

const READ_AT_A_TIME = 1000;

/** What is written without a second thought: each publish awaited, each message in a transaction of its own. */
await contend(async ({ databaseUrl, natsUrl }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  await pool.query(CREATE_EFFECT);
  await pool.query('create table inbox (event_id uuid primary key)');
  await pool.query(
    'create table outbox (position bigint generated always as identity primary key, sale json)',
  );
  const nc = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(nc);
  const stream = new URL(databaseUrl).pathname.slice(1);
  await manager.streams.add({ name: stream, subjects: [`${stream}.>`] });
  await manager.consumers.add(stream, { durable_name: 'plain', ack_policy: AckPolicy.Explicit });
  const js = jetstream(nc);
  return {
    settings: { readAtATime: READ_AT_A_TIME, connectionsToPostgres: POOL_SIZE },
    works: {
      relay: (amount) => relay({ pool, js, stream }, amount),
      consume: (amount) => consume({ pool, js, stream }, amount),
    },
    async stop() {
      await nc.close();
      await pool.end();
    },
  };
});

interface Plain {
  readonly pool: Pool;
  readonly js: JetStreamClient;
  readonly stream: string;
}

/** Rows are read and removed by the thousand: only the publishing is one by one. */
async function relay({ pool, js, stream }: Plain, amount: number): Promise<number> {
  await pool.query('insert into outbox (sale) select unnest($1::json[])', [
    Array.from({ length: amount }, (_, serial) => JSON.stringify(saleOf(serial))),
  ]);
  const began = performance.now();
  for (;;) {
    const { rows } = await pool.query<{ position: string; sale: Sale }>(
      `select position, sale from outbox order by position limit ${READ_AT_A_TIME}`,
    );
    if (rows.length === 0) break;
    for (const { sale } of rows) await publish(js, stream, sale);
    const text = 'delete from outbox where position = any($1::bigint[])';
    await pool.query(text, [rows.map(({ position }) => position)]);
  }
  return (amount / (performance.now() - began)) * 1000;
}

async function publish(js: JetStreamClient, stream: string, sale: Sale): Promise<void> {
  const head = headers();
  head.set('Nats-Msg-Id', sale.id);
  await js.publish(`${stream}.sold.${sale.shopId}`, JSON.stringify(sale), { headers: head });
}

async function consume({ pool, js, stream }: Plain, amount: number): Promise<number> {
  await publishTogether(js, stream, amount);
  const before = await countRows(pool, 'effect');
  const consumer = await js.consumers.get(stream, 'plain');
  const began = performance.now();
  const messages = await consumer.consume({ max_messages: READ_AT_A_TIME });
  let left = amount;
  for await (const message of messages) {
    await handle(pool, message.json<Sale>());
    message.ack();
    left -= 1;
    if (left === 0) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const done = (await countRows(pool, 'effect')) - before;
  if (done !== amount) throw new Error(`${done} effects, not ${amount}`);
  return amount / seconds;
}

/** How the messages come into the stream is not measured. */
async function publishTogether(js: JetStreamClient, stream: string, amount: number): Promise<void> {
  for (let at = 0; at < amount; at += READ_AT_A_TIME) {
    const serials = Array.from({ length: Math.min(READ_AT_A_TIME, amount - at) }, (_, each) => at + each);
    await Promise.all(serials.map((serial) => publish(js, stream, saleOf(serial))));
  }
}

async function handle(pool: Pool, sale: Sale): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'enter',
      text: 'insert into inbox (event_id) values ($1)',
      values: [sale.id],
    });
    await client.query({ name: 'effect', text: INSERT_EFFECT, values: effectColumns([sale]).flat() });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
