import { jetstream } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import { Client } from 'pg';
import { connectNats } from '../../bus/connection.js';
import { messageOfRow } from '../../bus/message.js';
import type { OutboxRow } from '../../bus/outbox.js';
import { testLog } from '../place.js';
import type { ServiceSite } from '../service.js';
import { readOrders } from '../victim.js';

/** What the naive relay is told. */
export interface NaiveOrders {
  readonly site: ServiceSite;
}

/**
 * What a relay must not do: it remembers the highest id it has seen and asks for higher ones. Ids are taken before the
 * commit, so that a lower one may appear later; it is then never asked for. The harness must notice.
 */
const { site } = readOrders() as NaiveOrders;
const nc = await connectNats({ natsUrl: site.natsUrl, name: 'naive', log: testLog });
const client = new Client({ connectionString: site.databaseUrl });
await client.connect();
const js = jetstream(nc);
const stream = streamName(site.root, 'shop');
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

for (let cursor = '0'; !stop.signal.aborted;) {
  const { rows } = await client.query<OutboxRow>(
    `select id, event_id as "eventId", type, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
       aggregate_version as "aggregateVersion", partition, payload, cause, occurred_at as "occurredAt"
     from shop.outbox where id > $1 order by id limit 200`,
    [cursor],
  );
  const publishing = rows.map((row) => {
    const { subject, payload, headers } = messageOfRow(row, site.root, 'shop', stream);
    return js.publish(subject, payload, { headers });
  });
  await Promise.all(publishing);
  cursor = rows.at(-1)?.id ?? cursor;
}
await nc.close();
await client.end();
