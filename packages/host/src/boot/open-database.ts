import type { PluginSpec } from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import {
  type Transactor,
  type Written,
  addressFor,
  createDatabase,
  createPool,
  createTransactor,
  currentScope,
  openingOf,
} from '../database/index.js';
import { BATCHES_AT_A_TIME } from '../bus/index.js';
import type { PoolMeter, PoolUse } from '../telemetry/pool-metrics.js';
import type { HostSettings } from './settings.js';
import type { StopStep } from './shutdown.js';

/** A plugin's own database. */
export interface PluginDatabase {
  readonly pool: Pool;
  readonly db: Kysely<unknown>;
  readonly transactor: Transactor;
  /** Connections apart, for events and jobs: a flood of requests must not keep them waiting, nor they the requests. */
  readonly background: { readonly pool: Pool; readonly transactor: Transactor };
  /** What the plugin's figures are read with; they keep nobody else waiting. */
  readonly figures: Kysely<unknown>;
}

/** What opening a plugin's database takes besides its spec. */
export interface DatabaseParts {
  readonly settings: HostSettings;
  readonly steps: StopStep[];
  readonly pools: PoolMeter;
  readonly afterCommit: (written: Written) => void;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}

/** Batches of events, and jobs beside them. */
const BACKGROUND_CONNECTIONS = BATCHES_AT_A_TIME + 2;
/** A figure is to be cheap. */
const FIGURE_TIMEOUT_MS = 2_000;

/** Sessions of their own, past the pools: the relay's, the lanes' and the one that seals the audit log. */
const LOCK_SESSIONS = 3;

/**
 * The most connections to Postgres that one replica of one service has at a time: so many times its replicas, of all services
 * together, the server must take.
 *
 * @param poolSize `QUYU_POOL_SIZE`
 */
export function connectionsOf(poolSize: number): number {
  return poolSize + BACKGROUND_CONNECTIONS + LOCK_SESSIONS;
}

/** Makes the pools of a plugin that has a database. Nothing is connected before the first query. */
export function openDatabase(spec: PluginSpec, parts: DatabaseParts): PluginDatabase | undefined {
  if (!spec.db) return undefined;
  const { now, newId, afterCommit, settings } = parts;
  const open = (use: PoolUse, max: number, timeoutMs?: number): Pool =>
    openPool({ service: spec.id, use, max, timeoutMs }, parts);
  const pool = open('requests', settings.poolSize);
  const background = open('events and jobs', BACKGROUND_CONNECTIONS);
  const opening = openingOf(spec, currentScope);
  const common = { spec, now, newId, afterCommit };
  return {
    pool,
    db: createDatabase(pool, opening),
    transactor: createTransactor({ ...common, pool, opening }),
    background: { pool: background, transactor: createTransactor({ ...common, pool: background }) },
    figures: createDatabase(open('figures', 1, FIGURE_TIMEOUT_MS)),
  };
}

interface PoolPurpose {
  readonly service: string;
  readonly use: PoolUse;
  readonly max: number;
  readonly timeoutMs: number | undefined;
}

function openPool(
  { service, use, max, timeoutMs }: PoolPurpose,
  { settings, steps, pools, log }: DatabaseParts,
): Pool {
  const pool = createPool({
    databaseUrl: addressFor(service, settings.databaseUrl, settings.databaseUsers),
    service,
    max,
    applicationName: `quyu ${service} ${use}`,
    log: log.child({ plugin: service }),
    onAcquired: (seconds) => pools.acquired(service, use, seconds),
    ...(timeoutMs === undefined ? {} : { statementTimeoutMs: timeoutMs }),
  });
  pools.watch(service, use, pool);
  steps.push({ phase: 'pools', name: `${service} database (${use})`, stop: () => pool.end() });
  return pool;
}
