import { jetstream } from '@nats-io/jetstream';
import { type NatsConnection, headers } from '@nats-io/transport-node';
import { type EventType, streamName, subjectOf, toHeaders } from '@quyu/contract-kit';
import { Client } from 'pg';
import type { World } from '../system/world.js';

interface Row {
  readonly id: string;
  readonly eventId: string;
  readonly type: EventType;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly version: string;
  readonly partition: number;
  readonly payload: string;
  readonly at: Date;
}

const READ = `
  select id, event_id as "eventId", type, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
    aggregate_version as version, partition, payload, occurred_at as at
  from shop.outbox where id > $1 order by id limit 200`;

/**
 * What a relay must not do: it remembers the highest id it has seen and asks for higher ones. Ids are taken before the
 * commit, so that a lower one may appear later; it is then never asked for. It takes the lock of the real relay first, so
 * that the real one stands by.
 *
 * @returns what ends it.
 */
export async function startNaiveRelay({ database, nc, root }: World): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`select pg_advisory_lock(hashtextextended('quyu relay shop', 0))`);
  const over = new AbortController();
  const running = relay(client, nc, root, over.signal);
  return async () => {
    over.abort();
    await running;
    await client.query('delete from shop.outbox');
    await client.end();
  };
}

async function relay(client: Client, nc: NatsConnection, root: string, over: AbortSignal): Promise<void> {
  const js = jetstream(nc);
  for (let cursor = '0'; !over.aborted;) {
    const { rows } = await client.query<Row>(READ, [cursor]);
    await Promise.all(
      rows.map((row) =>
        js.publish(subjectOf(root, row.type, row.partition), row.payload, { headers: headersOf(row, root) }),
      ),
    );
    cursor = rows.at(-1)?.id ?? cursor;
  }
}

function headersOf(row: Row, root: string) {
  const attributes = toHeaders({
    ...row,
    id: row.eventId,
    service: 'shop',
    aggregateVersion: Number(row.version),
    time: row.at.toISOString(),
    correlationId: row.eventId,
    causationId: row.eventId,
  });
  const head = headers();
  for (const [name, value] of Object.entries(attributes)) head.set(name, value);
  head.set('Nats-Msg-Id', row.eventId);
  head.set('Nats-Expected-Stream', streamName(root, 'shop'));
  return head;
}
