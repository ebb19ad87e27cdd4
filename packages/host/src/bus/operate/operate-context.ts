import type { NatsConnection } from '@nats-io/transport-node';
import type { AnyRuntime, PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Transactor } from '../../database/transactor.js';
import type { BusMeter } from '../../telemetry/meter.js';
import type { Lane } from '../lanes/lanes.js';

/** What operating a service's bus takes. */
export interface OperateContext {
  readonly spec: PluginSpec;
  readonly handlers: AnyRuntime['handlers'];
  readonly handlerTimeoutMs: number;
  readonly pool: Pool;
  readonly directUrl: string;
  readonly transactor: Transactor;
  readonly nc: NatsConnection;
  readonly root: string;
  readonly lanes: readonly Lane[];
  readonly log: Logger;
  readonly meter: BusMeter;
  readonly newId: () => string;
  readonly now: () => Date;
  /** What keeps a lane from moving in this replica, if anything does. */
  readonly problemOf: (lane: string) => string | undefined;
  /** Tells the relay that there may be something to publish. */
  readonly wake: () => void;
  /** Fires when the service stops: work that takes a while ends early. */
  readonly stop: AbortSignal;
}

/** Longest that one call works before it says where to go on, in milliseconds: well within the time of a request. */
export const CALL_BUDGET_MS = 10_000;
