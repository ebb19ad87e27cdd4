import type { Pool } from 'pg';
import type { Statement } from '../../database/run-together.js';
import type { Queryable, Session } from '../../database/session.js';
import type { Lane } from '../lanes/lanes.js';

/** Another replica has taken the lane over: what this one has in hand is no longer its business. */
export class LaneLostError extends Error {
  constructor(lane: Lane) {
    super(`the lane ${lane.name} has been taken over by another replica`);
    this.name = 'LaneLostError';
  }
}

/** Takes a lane over. From here on no transaction of a former owner can commit, wherever it is and whatever it thinks. */
export async function beginEpoch(pool: Pool, lane: Lane): Promise<number> {
  const { rows } = await pool.query<{ epoch: string }>(
    `insert into lane (name, epoch) values ($1, 1) on conflict (name) do update set epoch = lane.epoch + 1 returning epoch`,
    [lane.name],
  );
  return Number(rows[0]?.epoch);
}

/** What a lane finds when it opens its books for messages. */
export interface Opened {
  /** Ids of the events that had not been seen. */
  readonly fresh: ReadonlySet<string>;
  readonly standings: ReadonlyMap<string, Standing>;
}

/**
 * Makes sure, until the commit, that the lane is ours, notes that events have been seen, and looks how far their aggregates are, in
 * one round trip. Whoever else changes what the lane goes by (a replay of dead letters) locks the same row first.
 *
 * @throws LaneLostError when another replica has the lane.
 */
export async function enterInOrder(
  session: Session,
  lane: Lane,
  epoch: number,
  events: { readonly ids: readonly string[]; readonly aggregates: readonly AggregateRef[] },
): Promise<Opened> {
  const [entered, found] = await session.together([
    { name: 'quyu-enter-in-order', text: ENTER, values: [lane.consumer, events.ids, lane.name, epoch] },
    standingsStatement(lane, events.aggregates),
  ]);
  const [row] = (entered?.rows ?? []) as { readonly ours: number; readonly fresh: readonly string[] }[];
  if (row?.ours !== 1) throw new LaneLostError(lane);
  return { fresh: new Set(row.fresh), standings: standingsOf(found?.rows ?? []) };
}

const ENTER = `
  with ours as materialized (select 1 from lane where name = $3 and epoch = $4 for update),
  entered as (
    insert into inbox (consumer, event_id) select $1, id from unnest($2::uuid[]) as e (id) where exists (select from ours)
    on conflict do nothing returning event_id)
  select (select count(*)::int from ours) as ours, array(select event_id::text from entered) as fresh`;

/** What counts handled events, in a row of its own or of the lane. */
export function countHandled(name: string, handled: number): Statement[] {
  if (handled === 0) return [];
  const text = `insert into lane (name, epoch, handled) values ($1, 0, $2)
    on conflict (name) do update set handled = lane.handled + excluded.handled`;
  return [{ name: 'quyu-count-handled', text, values: [name, handled] }];
}

/** Notes that events have been seen. @returns those that had not been. */
export async function enterInbox(
  client: Queryable,
  consumer: string,
  eventIds: readonly string[],
): Promise<Set<string>> {
  const text = `insert into inbox (consumer, event_id) select $1, unnest($2::uuid[]) on conflict do nothing returning event_id`;
  const { rows } = await client.query<{ event_id: string }>({
    name: 'quyu-enter-inbox',
    text,
    values: [consumer, eventIds],
  });
  return new Set(rows.map((row) => row.event_id));
}

/** Which of these events have been seen. */
export async function findInInbox(
  pool: Pool,
  consumer: string,
  eventIds: readonly string[],
): Promise<Set<string>> {
  const text = 'select event_id from inbox where consumer = $1 and event_id = any($2::uuid[])';
  const { rows } = await pool.query<{ event_id: string }>(text, [consumer, eventIds]);
  return new Set(rows.map((row) => row.event_id));
}

/** An aggregate of a lane's source. */
export interface AggregateRef {
  readonly aggregateType: string;
  readonly aggregateId: string;
}

/** How far a consumer is with an aggregate. */
export interface Standing {
  /** The version of the last event that was handled; 0 before the first. */
  readonly version: number;
  /** True while an earlier event is a dead letter: later ones must wait behind it. */
  readonly quarantined: boolean;
}

/** A text that tells aggregates apart. */
export function aggregateKey({ aggregateType, aggregateId }: AggregateRef): string {
  return `${aggregateType}\n${aggregateId}`;
}

/** Looks up how far the consumer is with each of these aggregates. */
export async function readStandings(
  client: Queryable,
  lane: Lane,
  aggregates: readonly AggregateRef[],
): Promise<ReadonlyMap<string, Standing>> {
  return standingsOf((await client.query(standingsStatement(lane, aggregates))).rows);
}

/** What is taken in any order holds nothing up when it is put aside: it does not count. */
const STANDINGS = `
  select a.type as "aggregateType", a.id as "aggregateId", coalesce(p.version, 0) as version,
    exists (select from dead_letter d where d.state = 'waiting' and d.consumer = $1 and d.source = $2
      and d.type = any($5) and d.aggregate_type = a.type and d.aggregate_id = a.id) as quarantined
  from unnest($3::text[], $4::text[]) as a (type, id)
  left join inbox_position p on p.consumer = $1 and p.source = $2 and p.aggregate_type = a.type and p.aggregate_id = a.id`;

function standingsStatement(lane: Lane, aggregates: readonly AggregateRef[]): Statement {
  const types = aggregates.map((each) => each.aggregateType);
  const ids = aggregates.map((each) => each.aggregateId);
  return { text: STANDINGS, values: [lane.consumer, lane.source, types, ids, [...lane.events.keys()]] };
}

type StandingRow = AggregateRef & { readonly version: string; readonly quarantined: boolean };

function standingsOf(rows: readonly object[]): ReadonlyMap<string, Standing> {
  return new Map(
    (rows as readonly StandingRow[]).map((row) => [
      aggregateKey(row),
      { version: Number(row.version), quarantined: row.quarantined },
    ]),
  );
}

/** What notes how far the consumer has come with each of these aggregates. */
export function advance(
  lane: Lane,
  positions: readonly (AggregateRef & { readonly version: number })[],
): Statement[] {
  if (positions.length === 0) return [];
  const text = `
    insert into inbox_position as p (consumer, source, aggregate_type, aggregate_id, version)
    select $1, $2, type, id, version from unnest($3::text[], $4::text[], $5::int8[]) as a (type, id, version)
    on conflict (consumer, source, aggregate_type, aggregate_id) do update set version = greatest(p.version, excluded.version)`;
  const values = [
    lane.consumer,
    lane.source,
    positions.map((each) => each.aggregateType),
    positions.map((each) => each.aggregateId),
    positions.map((each) => each.version),
  ];
  return [{ name: 'quyu-advance', text, values }];
}

/** How far the broker's word of what it has given up was read, for a lane. */
export async function readGivenUpCursor(pool: Pool, lane: Lane): Promise<number> {
  const { rows } = await pool.query<{ at: string }>('select given_up_to as at from lane where name = $1', [
    lane.name,
  ]);
  return Number(rows[0]?.at ?? 0);
}

/** What notes how far it was read. */
export function writeGivenUpCursor(lane: Lane, at: number): Statement {
  const text = `insert into lane (name, epoch, given_up_to) values ($1, 0, $2)
    on conflict (name) do update set given_up_to = greatest(lane.given_up_to, excluded.given_up_to)`;
  return { text, values: [lane.name, at] };
}
