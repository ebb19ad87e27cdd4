import type { Client } from 'pg';
import type { Publishable, WindowResult } from './publish-window.js';

/** An event that waits to be published. */
export interface OutboxRow extends Publishable {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly aggregateVersion: string;
  readonly partition: number;
  readonly payload: string;
  readonly cause: {
    readonly correlationId: string;
    readonly causationId: string;
    readonly traceparent?: string;
  };
  readonly occurredAt: Date;
  /** True when an earlier event of the aggregate has been put aside: this one must not overtake it. */
  readonly followsParked: boolean;
}

/** How much to read at a time. */
export interface ReadLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** Always from the lowest id: a cursor would pass by ids that are taken but not committed yet, and lose them. */
const READ = `
  select id, event_id as "eventId", type, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
    aggregate_version as "aggregateVersion", partition, payload, cause, occurred_at as "occurredAt",
    aggregate_type || chr(10) || aggregate_id as key,
    exists (select from outbox_parked p where (p.aggregate_type, p.aggregate_id) = (r.aggregate_type, r.aggregate_id)) as "followsParked"
  from (
    select *, sum(octet_length(payload)) over (order by id) - octet_length(payload) as bytes_before
    from (select * from outbox order by id limit $1) lowest
  ) r
  where bytes_before < $2
  order by r.id`;

/** Reads the oldest events, on the connection that holds the relay's lock: who lost the lock can read no more. */
export async function readOutbox(client: Client, limits: ReadLimits): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>({
    name: 'quyu-read-outbox',
    text: READ,
    values: [limits.rows, limits.bytes],
  });
  return rows;
}

/** Removes what is published, and puts aside what never can be. */
export async function settleOutbox(
  client: Client,
  result: Pick<WindowResult<OutboxRow>, 'stored' | 'refused'>,
): Promise<void> {
  if (result.stored.length > 0) await removePublished(client, result.stored);
  if (result.refused.length > 0) await park(client, result.refused);
}

async function removePublished(client: Client, rows: readonly OutboxRow[]): Promise<void> {
  const text = `
    with gone as (delete from outbox where id = any($1::bigint[]) returning id)
    update bus_counter set value = value + (select count(*) from gone) where name = 'published'`;
  await client.query({ name: 'quyu-remove-published', text, values: [rows.map((row) => row.id)] });
}

async function park(client: Client, refused: WindowResult<OutboxRow>['refused']): Promise<void> {
  const columns =
    'id, event_id, type, aggregate_type, aggregate_id, aggregate_version, partition, payload, cause, occurred_at';
  await client.query(
    `with gone as (delete from outbox where id = any($1::bigint[]) returning *)
     insert into outbox_parked (${columns}, reason)
     select ${columns}, reason from gone join unnest($1::bigint[], $2::text[]) as why (id, reason) using (id)`,
    [refused.map(({ row }) => row.id), refused.map(({ reason }) => reason)],
  );
}
