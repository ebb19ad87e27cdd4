import { type StreamState, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Lane } from '../bus/lanes/lanes.js';
import { type BusGauges, REASONS } from './metrics.js';

/** A service whose bus is looked at. */
export interface WatchedBus {
  readonly service: string;
  readonly pool: Pool;
  readonly nc: NatsConnection;
  readonly lanes: readonly Lane[];
  /** The service's own stream; undefined when it publishes nothing. */
  readonly stream: string | undefined;
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

/** What cannot be looked up hides nothing else: a stream that is gone is when one most wants to see the outbox. */
async function readAll(gauges: BusGauges, buses: readonly WatchedBus[], log: Logger): Promise<void> {
  for (const gauge of Object.values(gauges)) gauge.reset();
  const looks = buses.flatMap((bus) => {
    const { service } = bus;
    return [
      { service, look: async () => showCounts(gauges, service, await inTime(readCounts(bus))) },
      { service, look: async () => showFlows(gauges, service, await inTime(readFlows(bus))) },
      { service, look: async () => showStream(gauges, service, await inTime(readStream(bus))) },
    ];
  });
  await Promise.all(
    looks.map(async ({ service, look }) => {
      try {
        await look();
      } catch (error) {
        const message = 'the state of the bus could not be looked up for its metrics';
        log.warn({ err: error, plugin: service }, message);
      }
    }),
  );
}

const COUNTS = `select
  (select count(*)::int from outbox) as outbox,
  (select coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 from outbox) as age,
  (select count(*)::int from outbox_parked) as parked,
  (select coalesce(json_object_agg(reason, n), '{}') from
    (select reason, count(*)::int as n from dead_letter where state = 'waiting' group by reason) d) as letters,
  (select coalesce(json_object_agg(state, n), '{}') from
    (select state, count(*)::int as n from job where state in ('queued', 'running') group by state) j) as jobs,
  (select greatest(coalesce(extract(epoch from now() - min(run_after)), 0), 0)::float8
    from job where state = 'queued') as "jobWait",
  (select coalesce(extract(epoch from now() - min(recorded_at)), 0)::float8 from audit_entry e
    where entry_id > coalesce((select settled_to from audit_seal order by seq desc limit 1), 0)
      and not exists (select from audit_seal s where s.entry_id = e.entry_id)) as unsealed`;

interface Counts {
  readonly outbox: number;
  readonly age: number;
  readonly parked: number;
  readonly letters: Readonly<Record<string, number>>;
  readonly jobs: Readonly<Record<string, number>>;
  readonly jobWait: number;
  readonly unsealed: number;
}

async function readCounts({ service, pool }: WatchedBus): Promise<Counts> {
  const { rows } = await pool.query<Counts>(COUNTS);
  if (!rows[0]) throw new Error(`the database of ${service} gives no counts`);
  return rows[0];
}

/** What is on its way from one source. */
interface Flow {
  readonly source: string;
  readonly lag: number;
  readonly ackPending: number;
}

async function readFlows({ nc, lanes }: WatchedBus): Promise<readonly Flow[]> {
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const flows = lanes.map(async ({ source, stream, durable }): Promise<Flow> => {
    const { num_pending: lag, num_ack_pending: ackPending } = await manager.consumers.info(stream, durable);
    return { source, lag, ackPending };
  });
  return Promise.all(flows);
}

async function readStream({ nc, stream }: WatchedBus): Promise<StreamState | undefined> {
  if (stream === undefined) return undefined;
  const manager = await jetstreamManager(nc, { checkAPI: false });
  return (await manager.streams.info(stream)).state;
}

function showStream(gauges: BusGauges, service: string, state: StreamState | undefined): void {
  if (!state) return;
  gauges.streamBytes.set({ service }, state.bytes);
  gauges.streamEvents.set({ service }, state.messages);
}

function showCounts(gauges: BusGauges, service: string, counts: Counts): void {
  gauges.outboxEvents.set({ service }, counts.outbox);
  gauges.outboxAge.set({ service }, counts.age);
  gauges.outboxParked.set({ service }, counts.parked);
  for (const reason of REASONS) gauges.deadLetters.set({ service, reason }, counts.letters[reason] ?? 0);
  for (const state of ['queued', 'running']) gauges.jobs.set({ service, state }, counts.jobs[state] ?? 0);
  gauges.jobWait.set({ service }, counts.jobWait);
  gauges.auditUnsealed.set({ service }, counts.unsealed);
}

function showFlows(gauges: BusGauges, service: string, flows: readonly Flow[]): void {
  for (const { source, lag, ackPending } of flows) {
    gauges.consumerLag.inc({ service, source }, lag);
    gauges.consumerAckPending.inc({ service, source }, ackPending);
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
