import type { Pool } from 'pg';
import { Gauge, Histogram, type Registry } from 'prom-client';

/** What a service uses a pool of connections for. */
export type PoolUse = 'requests' | 'events and jobs' | 'figures';

/** Watches pools of database connections. */
export interface PoolMeter {
  /** Begins to show a pool's state whenever somebody asks. */
  watch(service: string, use: PoolUse, pool: Pool): void;
  /** How long it took to get a connection, or to give up. */
  acquired(service: string, use: PoolUse, seconds: number): void;
}

interface Watched {
  readonly service: string;
  readonly use: PoolUse;
  readonly pool: Pool;
}

const SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5];

/** Makes the metrics of the database pools of a process. Their state costs nothing: it is in memory. */
export function createPoolMeter(registry: Registry): PoolMeter {
  const pools: Watched[] = [];
  showState(registry, pools);
  const acquiring = new Histogram({
    name: 'quyu_pool_acquire_duration_seconds',
    help: 'Time until work had a database connection, or gave up waiting for one',
    labelNames: ['service', 'use'],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    watch: (service, use, pool) => void pools.push({ service, use, pool }),
    acquired: (service, use, seconds) => acquiring.observe({ service, use }, seconds),
  };
}

function showState(registry: Registry, pools: readonly Watched[]): void {
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    show: (gauge: Gauge<Label>, watched: Watched) => void,
  ) =>
    new Gauge<Label>({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        for (const each of pools) show(this, each);
      },
    });
  gauge(
    'quyu_pool_connections',
    'Database connections that are open, by what they do',
    ['service', 'use', 'state'],
    (shown, { service, use, pool }) => {
      shown.set({ service, use, state: 'idle' }, pool.idleCount);
      shown.set({ service, use, state: 'busy' }, pool.totalCount - pool.idleCount);
    },
  );
  gauge(
    'quyu_pool_max_connections',
    'Database connections that may be open at a time',
    ['service', 'use'],
    (shown, { service, use, pool }) => shown.set({ service, use }, pool.options.max),
  );
  gauge(
    'quyu_pool_waiting',
    'Pieces of work that wait for a database connection',
    ['service', 'use'],
    (shown, { service, use, pool }) => shown.set({ service, use }, pool.waitingCount),
  );
}
