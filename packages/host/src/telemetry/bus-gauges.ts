import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Lane } from '../bus/lanes.js';
import type { BusGauges } from './metrics.js';

/** A service whose bus is looked at. */
export interface WatchedBus {
  readonly service: string;
  readonly pool: Pool;
  readonly nc: NatsConnection;
  readonly lanes: readonly Lane[];
}

/** Scrapers share a look for so long, in milliseconds. */
const SHARED_MS = 5_000;
const TIMEOUT_MS = 2_000;

/**
 * Makes what brings the gauges up to date: it looks at each service's database and consumers at most every few seconds, however many ask,
 * and takes two seconds at most. What cannot be looked up has no value then; asking never fails.
 */
export function createGaugeReader(
  gauges: BusGauges,
  buses: () => readonly WatchedBus[],
  log: Logger,
): () => Promise<void> {
  let last: { readonly atMs: number; readonly done: Promise<void> } | undefined;
  return () => {
    const atMs = performance.now();
    if (!last || atMs - last.atMs > SHARED_MS) last = { atMs, done: readAll(gauges, buses(), log) };
    return last.done;
  };
}

async function readAll(gauges: BusGauges, buses: readonly WatchedBus[], log: Logger): Promise<void> {
  for (const gauge of Object.values(gauges)) gauge.reset();
  await Promise.all(
    buses.map(async (bus) => {
      try {
        await inTime(readOne(gauges, bus));
      } catch (error) {
        log.warn(
          { err: error, plugin: bus.service },
          'the state of the bus could not be looked up for its metrics',
        );
      }
    }),
  );
}

async function readOne(gauges: BusGauges, bus: WatchedBus): Promise<void> {
  await Promise.all([readDatabase(gauges, bus), readConsumers(gauges, bus)]);
}

const COUNTS = `select
  (select count(*)::int from outbox) as outbox,
  (select coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 from outbox) as age,
  (select count(*)::int from outbox_parked) as parked,
  (select coalesce(json_object_agg(reason, n), '{}') from
    (select reason, count(*)::int as n from dead_letter where state = 'waiting' group by reason) d) as letters,
  (select coalesce(json_object_agg(state, n), '{}') from
    (select state, count(*)::int as n from job where state in ('queued', 'running') group by state) j) as jobs`;

interface Counts {
  readonly outbox: number;
  readonly age: number;
  readonly parked: number;
  readonly letters: Readonly<Record<string, number>>;
  readonly jobs: Readonly<Record<string, number>>;
}

async function readDatabase(gauges: BusGauges, { service, pool }: WatchedBus): Promise<void> {
  const { rows } = await pool.query<Counts>(COUNTS);
  const [counts] = rows;
  if (!counts) return;
  gauges.outboxEvents.set({ service }, counts.outbox);
  gauges.outboxAge.set({ service }, counts.age);
  gauges.outboxParked.set({ service }, counts.parked);
  for (const reason of ['invalid', 'failed', 'crashed', 'quarantined'])
    gauges.deadLetters.set({ service, reason }, counts.letters[reason] ?? 0);
  for (const state of ['queued', 'running']) gauges.jobs.set({ service, state }, counts.jobs[state] ?? 0);
}

async function readConsumers(gauges: BusGauges, { service, nc, lanes }: WatchedBus): Promise<void> {
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const states = lanes.map(async ({ source, stream, durable }) => {
    const { num_pending: lag, num_ack_pending: ackPending } = await manager.consumers.info(stream, durable);
    return { source, lag, ackPending };
  });
  for (const { source, lag, ackPending } of await Promise.all(states)) {
    gauges.consumerLag.inc({ service, source }, lag);
    gauges.consumerAckPending.inc({ service, source }, ackPending);
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
