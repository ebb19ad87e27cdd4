import type { BufferedEvent } from './event-buffer.js';
import type { Statement } from './run-together.js';

/**
 * Writes a transaction's events. The upsert takes each aggregate's row lock, in one order for everybody, and keeps it
 * until the commit; the ids are allocated in the outermost node of the plan, above the join with the upsert's rows. So
 * of two transactions that publish for one aggregate the second gets its ids after the first has committed, and whoever
 * reads by id reads each aggregate in order.
 */
export const FLUSH = `
  with bumped as (
    insert into aggregate_version as v (aggregate_type, aggregate_id, version)
    select * from unnest($1::text[], $2::text[], $3::int8[])
    on conflict (aggregate_type, aggregate_id) do update set version = v.version + excluded.version
    returning v.aggregate_type, v.aggregate_id, v.version
  )
  insert into outbox (event_id, type, aggregate_type, aggregate_id, aggregate_version, partition, payload, cause, occurred_at)
  select e.event_id, e.type, e.aggregate_type, e.aggregate_id, b.version - e.later, e.partition, e.payload, e.cause, $12
  from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::int8[], $9::int2[], $10::text[], $11::json[])
    with ordinality as e (event_id, type, aggregate_type, aggregate_id, later, partition, payload, cause, position)
  join bumped b on b.aggregate_type = e.aggregate_type and b.aggregate_id = e.aggregate_id
  order by e.position`;

/** The same for one event, which is most transactions: its id is allocated when the row of the upsert, and so its lock, is there. */
export const FLUSH_ONE = `
  with bumped as (
    insert into aggregate_version as v (aggregate_type, aggregate_id, version) values ($3, $4, 1)
    on conflict (aggregate_type, aggregate_id) do update set version = v.version + 1 returning v.version
  )
  insert into outbox (event_id, type, aggregate_type, aggregate_id, aggregate_version, partition, payload, cause, occurred_at)
  select $1, $2, $3, $4, version, $5, $6, $7, $8 from bumped`;

/** The statement that writes the buffered events into the outbox, as the last before the commit or, of a large transaction, a part at a time; none when there are none. */
export function flushEvents(events: readonly BufferedEvent[], occurredAt: Date): Statement[] {
  const [first, second] = events;
  if (!first) return [];
  if (!second) return [flushOne(first, occurredAt)];
  const values = [...flushParameters(events), occurredAt];
  // A kept plan saves a third of the time of a small flush; a large one needs a plan that knows how large it is.
  return [events.length <= 32 ? { name: 'quyu-flush-events', text: FLUSH, values } : { text: FLUSH, values }];
}

function flushOne(event: BufferedEvent, occurredAt: Date): Statement {
  const { id, type, aggregateType, aggregateId, partition, payload, cause } = event;
  const values = [id, type, aggregateType, aggregateId, partition, payload, cause, occurredAt];
  return { name: 'quyu-flush-event', text: FLUSH_ONE, values };
}

/** The aggregates in the order in which they are locked, and the events in the order in which they were published. */
export function flushParameters(events: readonly BufferedEvent[]): unknown[][] {
  const counts = new Map<string, { type: string; id: string; count: number }>();
  const later: number[] = [];
  for (const [index, event] of [...events.entries()].reverse()) {
    const key = `${event.aggregateType}\n${event.aggregateId}`;
    const known = counts.get(key);
    later[index] = known?.count ?? 0;
    if (known) known.count += 1;
    else counts.set(key, { type: event.aggregateType, id: event.aggregateId, count: 1 });
  }
  const aggregates = [...counts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, aggregate]) => aggregate);
  return [
    aggregates.map((aggregate) => aggregate.type),
    aggregates.map((aggregate) => aggregate.id),
    aggregates.map((aggregate) => aggregate.count),
    events.map((event) => event.id),
    events.map((event) => event.type),
    events.map((event) => event.aggregateType),
    events.map((event) => event.aggregateId),
    later,
    events.map((event) => event.partition),
    events.map((event) => event.payload),
    events.map((event) => event.cause),
  ];
}
