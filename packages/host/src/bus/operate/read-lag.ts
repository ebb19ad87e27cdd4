import { type ConsumerInfo, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { BusLag, LaneLag } from '@quyu/contract-kit';
import type { Lane } from '../lanes/lanes.js';
import type { OperateContext } from './operate-context.js';

const AGES = `select
  (select count(*)::int from outbox) as waiting,
  (select extract(epoch from now() - min(occurred_at))::int from outbox) as "waitingSeconds",
  (select count(*)::int from outbox_parked) as parked,
  (select extract(epoch from now() - min(parked_at))::int from outbox_parked) as "parkedSeconds"`;

interface Ages {
  readonly waiting: number;
  readonly waitingSeconds: number | null;
  readonly parked: number;
  readonly parkedSeconds: number | null;
}

/** Tells how far behind a service's events are. @throws when the database or the broker does not answer. */
export async function readLag({ pool, nc, lanes, problemOf, now }: OperateContext): Promise<BusLag> {
  const { rows } = await pool.query<Ages>(AGES);
  const ages = rows[0] ?? { waiting: 0, waitingSeconds: null, parked: 0, parkedSeconds: null };
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const lagging = lanes.map(async (lane): Promise<LaneLag> => {
    const info = await manager.consumers.info(lane.stream, lane.durable);
    const { name, source, stream, durable, partition } = lane;
    return {
      name,
      source,
      stream,
      durable,
      partition: typeof partition === 'number' ? partition : null,
      pending: info.num_pending,
      ackPending: info.num_ack_pending,
      oldestSeconds: await ageOfOldest(manager, lane, info, now()),
      lastSettledAt: instantOf(info.ack_floor.last_active),
      problem: problemOf(name) ?? null,
    };
  });
  return {
    lanes: await Promise.all(lagging),
    outbox: { size: ages.waiting, oldestSeconds: ages.waitingSeconds },
    parked: { size: ages.parked, oldestSeconds: ages.parkedSeconds },
  };
}

/** A message that the service passes over may be the oldest for a moment, until its lane has come to it. */
async function ageOfOldest(
  { direct }: JetStreamManager,
  { stream, filterSubject }: Lane,
  { num_pending, num_ack_pending, ack_floor }: ConsumerInfo,
  now: Date,
): Promise<number | null> {
  if (num_pending + num_ack_pending === 0) return null;
  const query = { seq: ack_floor.stream_seq + 1, next_by_subj: filterSubject };
  const oldest = await direct.getMessage(stream, query);
  return oldest && Math.max(0, Math.round((now.getTime() - oldest.time.getTime()) / 1000));
}

/** The broker counts nanoseconds, and leaves out what never was. */
function instantOf(text: unknown): string | null {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return ms > 0 ? new Date(ms).toISOString() : null;
}
