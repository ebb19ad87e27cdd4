import type { NatsConnection } from '@nats-io/transport-node';
import type { Backoff } from '@quyu/lane';
import type { AnyRuntime, PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Transactor } from '../database/transactor.js';
import type { BusMeter } from '../telemetry/meter.js';
import type { Turns } from './lanes/turns.js';

/** How long one call of a handler may take when nothing else is said. */
export const HANDLER_TIMEOUT_MS = 30_000;

/** What may be tuned. */
export interface BusSettings {
  /** Most events in one transaction. Default 256. */
  readonly batchSize?: number;
  /** How often a handler may fail before its event is put aside. Default 5. */
  readonly maxAttempts?: number;
  /** Between those attempts. Default from 200 ms to 10 s. */
  readonly backoff?: Backoff;
  /** How long one call of a handler may take, in milliseconds. Default 30,000. */
  readonly handlerTimeoutMs?: number;
  /** How many batches are handled at a time, a database connection each. Default 4. */
  readonly concurrency?: number;
}

/** What starting a service's bus takes. */
export interface BusOptions {
  readonly spec: PluginSpec;
  readonly handlers: AnyRuntime['handlers'];
  /** The service's pool for events: at least as many connections as batches are handled at a time. */
  readonly pool: Pool;
  /** The database past any transaction pooler: the relay and the lanes each hold a connection with locks there. */
  readonly directUrl: string;
  readonly transactor: Transactor;
  readonly nc: NatsConnection;
  /** First token of every subject. */
  readonly root: string;
  readonly log: Logger;
  /** Shared by all buses of the process; see `SettleContext.suspects`. */
  readonly suspects?: Turns;
  /** Counts and times. Default: nothing does. */
  readonly meter?: BusMeter;
  readonly settings?: BusSettings;
}

/** How many batches are handled at a time when nothing else is said. */
export const BATCHES_AT_A_TIME = 4;
