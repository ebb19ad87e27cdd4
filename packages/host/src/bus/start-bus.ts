import type { NatsConnection } from '@nats-io/transport-node';
import type { BusStatus } from '@quyu/contract-kit';
import type { AnyRuntime, PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { v7 } from 'uuid';
import type { Transactor } from '../database/transactor.js';
import type { Backoff } from '@quyu/lane';
import { watchConnection } from './connection-watch.js';
import { runLane } from './lane.js';
import { lanesOf } from './lanes.js';
import { type BusOperations, createOperations } from './operate/operations.js';
import { runRelay } from './relay.js';
import { readBusStatus } from './status.js';
import { verifyProvisioned } from './verify-provisioned.js';
import { createWakeSignal } from './wake-signal.js';

const HANDLER_TIMEOUT_MS = 30_000;

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
}

/** What {@link startBus} needs. */
export interface BusOptions {
  readonly spec: PluginSpec;
  readonly handlers: AnyRuntime['handlers'];
  /** The service's pool: lanes use one connection each at a time. */
  readonly pool: Pool;
  /** The database past any transaction pooler: the relay and each lane hold a connection with a lock there. */
  readonly directUrl: string;
  readonly transactor: Transactor;
  readonly nc: NatsConnection;
  /** First token of every subject. */
  readonly root: string;
  readonly log: Logger;
  readonly settings?: BusSettings;
}

/** A service's running bus. */
export interface Bus {
  /** Tells the relay that there may be something to publish; call it after each commit that published. */
  wake(): void;
  status(): Promise<BusStatus>;
  /** What operators may look at and do. */
  readonly operations: BusOperations;
  /** What keeps events from flowing at the moment: one line each, none when all is well. */
  problems(): readonly string[];
  /** Stops taking events. Resolves when the batch in hand is done, or given back. */
  stopConsuming(): Promise<void>;
  /** Stops publishing. Events that are left in the outbox are published by the next start. */
  stopRelay(): Promise<void>;
}

/**
 * Starts to publish a service's events and to handle those it consumes. Both go on through any outage of the database or the
 * broker, and with several replicas each is done by one of them at a time.
 *
 * @throws ProvisionError when a stream or consumer is missing.
 * @example
 * const bus = await startBus({ spec, handlers, pool, directUrl, transactor, nc, root: 'quyu', log });
 */
export async function startBus(options: BusOptions): Promise<Bus> {
  const { spec, nc, root, pool } = options;
  await verifyProvisioned(nc, root, spec);
  const lanes = lanesOf(root, spec);
  const signal = createWakeSignal();
  const over = new AbortController();
  const problems = new Map<string, string>();
  const report = (who: string) => (problem: string | undefined) => {
    if (problem === undefined) problems.delete(who);
    else problems.set(who, `${spec.id} ${who}: ${problem}`);
  };
  const consuming = startLanes(options, report);
  const relaying = startRelay(options, signal, report('relay'));
  return {
    wake: () => signal.wake(),
    status: () => readBusStatus(pool, nc, lanes),
    operations: createOperations({
      ...options,
      handlerTimeoutMs: options.settings?.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
      lanes,
      newId: v7,
      now: () => new Date(),
      problemOf: (lane) => problems.get(`lane ${lane}`),
      wake: () => signal.wake(),
      stop: over.signal,
    }),
    problems: () => [...problems.values()],
    async stopConsuming() {
      over.abort();
      await consuming.stop();
    },
    stopRelay: relaying.stop,
  };
}

interface Running {
  stop(): Promise<void>;
}

type Report = (problem: string | undefined) => void;

function startLanes(options: BusOptions, report: (who: string) => Report): Running {
  const { spec, root, nc, settings = {} } = options;
  const stop = new AbortController();
  const watch = watchConnection(nc);
  const contracts = new Map(spec.consumes.map((event) => [event.type as string, event]));
  const retry = {
    maxAttempts: settings.maxAttempts ?? 5,
    backoff: settings.backoff ?? { baseMs: 200, capMs: 10_000 },
    random: Math.random,
  };
  const lanes = lanesOf(root, spec).map((lane) =>
    runLane({
      ...options,
      lane,
      contracts,
      retry,
      watch,
      service: spec.id,
      stop: stop.signal,
      onProblem: report(`lane ${lane.name}`),
      batchSize: settings.batchSize ?? 256,
      handlerTimeoutMs: settings.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
    }),
  );
  return stoppable(stop, lanes);
}

function startRelay(
  options: BusOptions,
  signal: ReturnType<typeof createWakeSignal>,
  onProblem: Report,
): Running {
  const { spec, nc } = options;
  const stop = new AbortController();
  if (spec.publishes.length === 0) return stoppable(stop, []);
  const watch = watchConnection(nc);
  return stoppable(stop, [
    runRelay({ ...options, service: spec.id, watch, signal, stop: stop.signal, onProblem }),
  ]);
}

function stoppable(stop: AbortController, work: readonly Promise<void>[]): Running {
  const all = Promise.all(work);
  return {
    async stop() {
      stop.abort();
      await all;
    },
  };
}
