import type { Received } from '@quyu/lane';
import type { ClientBase, Pool } from 'pg';
import { type AggregateRef, aggregateKey } from './aggregate.js';
import type { Tables } from './inbox.js';
import type { Position, Standing } from './plan-batch.js';

/** Whose rows: a durable's, of one source. */
export interface Owner {
  readonly tables: Tables;
  readonly durable: string;
  readonly source: string;
}

/** Another process handles the events now: what this one has in hand is no longer its business. */
export class LaneLostError extends Error {
  constructor({ durable, source }: Owner) {
    super(`another process has taken over the events of ${source} for ${durable}`);
    this.name = 'LaneLostError';
  }
}

/** Takes over. From here on no transaction of a former process can commit, wherever it is and whatever it thinks. */
export async function beginEpoch(pool: Pool, { tables, durable, source }: Owner): Promise<string> {
  const { rows } = await pool.query<{ epoch: string }>(
    `insert into ${tables.lane} as l (name, epoch) values ($1, 1)
     on conflict (name) do update set epoch = l.epoch + 1 returning epoch`,
    [`${source}/${durable}`],
  );
  return rows[0]?.epoch ?? '1';
}

/** Makes sure, until the commit, that the events are still ours to handle. @throws LaneLostError */
export async function confirmEpoch(client: ClientBase, owner: Owner, epoch: string): Promise<void> {
  const { rowCount } = await client.query(
    `select from ${owner.tables.lane} where name = $1 and epoch = $2 for update`,
    [`${owner.source}/${owner.durable}`, epoch],
  );
  if (rowCount !== 1) throw new LaneLostError(owner);
}

/** Notes that events have been seen. @returns those that had not been. */
export async function enterInbox(
  client: ClientBase,
  { tables, durable }: Owner,
  eventIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ event_id: string }>(
    `insert into ${tables.inbox} (durable, event_id) select $1, unnest($2::uuid[])
     on conflict do nothing returning event_id`,
    [durable, eventIds],
  );
  return new Set(rows.map((row) => row.event_id));
}

/** Which of these events have been seen. */
export async function findInInbox(
  pool: Pool,
  { tables, durable }: Owner,
  eventIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ event_id: string }>(
    `select event_id from ${tables.inbox} where durable = $1 and event_id = any($2::uuid[])`,
    [durable, eventIds],
  );
  return new Set(rows.map((row) => row.event_id));
}

/** Looks up how far the subscription is with each of these aggregates. */
export async function readStandings(
  client: ClientBase,
  { tables, durable, source }: Owner,
  aggregates: readonly AggregateRef[],
): Promise<Map<string, Standing>> {
  const { rows } = await client.query<AggregateRef & { version: string; quarantined: boolean }>(
    `select a.type as "aggregateType", a.id as "aggregateId", coalesce(p.version, 0) as version,
       exists (select from ${tables.deadLetter} d where d.durable = $1 and d.source = $2
         and d.aggregate_type = a.type and d.aggregate_id = a.id) as quarantined
     from unnest($3::text[], $4::text[]) as a (type, id)
     left join ${tables.position} p
       on p.durable = $1 and p.source = $2 and p.aggregate_type = a.type and p.aggregate_id = a.id`,
    [durable, source, ...columnsOf(aggregates)],
  );
  return new Map(
    rows.map((row) => [aggregateKey(row), { version: Number(row.version), quarantined: row.quarantined }]),
  );
}

/** Notes how far the subscription has come with each of these aggregates. */
export async function advance(
  client: ClientBase,
  { tables, durable, source }: Owner,
  positions: readonly Position[],
): Promise<void> {
  if (positions.length === 0) return;
  await client.query(
    `insert into ${tables.position} as p (durable, source, aggregate_type, aggregate_id, version)
     select $1, $2, type, id, version from unnest($3::text[], $4::text[], $5::int8[]) as a (type, id, version)
     on conflict (durable, source, aggregate_type, aggregate_id)
       do update set version = greatest(p.version, excluded.version)`,
    [durable, source, ...columnsOf(positions), positions.map(({ version }) => version)],
  );
}

function columnsOf(aggregates: readonly AggregateRef[]): [string[], string[]] {
  return [
    aggregates.map(({ aggregateType }) => aggregateType),
    aggregates.map(({ aggregateId }) => aggregateId),
  ];
}

/** Counts an attempt before it is made: a message that kills the process leaves no other trace. @returns which it is. */
export async function countAttempt(pool: Pool, { tables, durable }: Owner, eventId: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `insert into ${tables.attempt} as a (durable, event_id, count) values ($1, $2, 1)
     on conflict (durable, event_id) do update set count = a.count + 1 returning count`,
    [durable, eventId],
  );
  return rows[0]?.count ?? 1;
}

/** Forgets the attempts of an event that is settled. */
export async function forgetAttempts(
  client: ClientBase,
  { tables, durable }: Owner,
  eventId: string,
): Promise<void> {
  await client.query(`delete from ${tables.attempt} where durable = $1 and event_id = $2`, [
    durable,
    eventId,
  ]);
}

/** Under which ids messages are remembered. */
export function idsOf(messages: readonly Received[]): string[] {
  return messages.map(({ eventId }) => eventId);
}
