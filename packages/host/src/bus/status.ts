import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { BusStatus } from '@quyu/contract-kit';
import type { Pool } from 'pg';
import type { Lane } from './lanes/lanes.js';

const COUNTS = `select
  (select coalesce(sum(value), 0) from bus_counter where name = 'published') as published,
  (select coalesce(sum(handled), 0) from lane) as handled,
  (select count(*) from outbox) as outbox,
  (select count(*) from outbox_parked) as parked,
  (select count(*) from job where state in ('queued', 'running')) as jobs,
  (select count(*) from dead_letter where state = 'waiting') as "deadLetters"`;

/**
 * Counts what the service's bus has done and what is still under way. Events move while it counts: all is quiet only when
 * two readings in a row say so and are the same.
 *
 * @throws when the database or the broker does not answer.
 */
export async function readBusStatus(
  pool: Pool,
  nc: NatsConnection,
  lanes: readonly Lane[],
): Promise<BusStatus> {
  const { rows } = await pool.query<Record<keyof Omit<BusStatus, 'pending'>, string>>(COUNTS);
  const pending = await countPending(nc, lanes);
  const [counts] = rows;
  if (!counts) throw new Error('the database gives no counts');
  return {
    published: Number(counts.published),
    handled: Number(counts.handled),
    outbox: Number(counts.outbox),
    parked: Number(counts.parked),
    jobs: Number(counts.jobs),
    deadLetters: Number(counts.deadLetters),
    pending,
  };
}

async function countPending(nc: NatsConnection, lanes: readonly Lane[]): Promise<number> {
  if (lanes.length === 0) return 0;
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const infos = await Promise.all(lanes.map((lane) => manager.consumers.info(lane.stream, lane.durable)));
  return infos.reduce((sum, info) => sum + info.num_pending + info.num_ack_pending, 0);
}
