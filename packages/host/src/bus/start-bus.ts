import type { NatsConnection } from '@nats-io/transport-node';
import type { BusStatus } from '@quyu/contract-kit';
import type { AnyRuntime, PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { v7 } from 'uuid';
import type { Transactor } from '../database/transactor.js';
import type { Backoff } from '@quyu/lane';
import type { WatchedBus } from '../telemetry/bus-gauges.js';
import { type BusMeter, NO_METER } from '../telemetry/meter.js';
import { watchConnection } from './connection-watch.js';
import { type Lane, lanesOf } from './lanes.js';
import { type BusOperations, createOperations } from './operate/operations.js';
import { pruneInboxUntil } from './prune-inbox.js';
import { createRelayHints } from './relay-hints.js';
import { type RelaySettings, runRelay } from './relay.js';
import { runLane } from './run-lane.js';
import { shareLanes } from './share-lanes.js';
import { readBusStatus } from './status.js';
import { type Turns, createTurns } from './turns.js';
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
  /** How many batches are handled at a time, a database connection each. Default 4. */
  readonly concurrency?: number;
}

/** What {@link startBus} needs. */
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

/** A service's running bus. */
export interface Bus {
  /** Where its state can be looked up. */
  readonly watched: WatchedBus;
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
 * broker. Of several replicas one publishes, and they share the partitions of what they consume.
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
  const hints = createRelayHints(nc, root, spec.id);
  const over = new AbortController();
  const problems = new Map<string, string>();
  const report = (who: string) => (problem: string | undefined) => {
    if (problem === undefined) problems.delete(who);
    else problems.set(who, `${spec.id} ${who}: ${problem}`);
  };
  const consuming = startLanes(options, report);
  const relaying = startRelay(options, { signal, hints, onProblem: report('relay') });
  const wake = (): void => {
    signal.wake();
    hints.give();
  };
  return {
    watched: { service: spec.id, pool, nc, lanes },
    wake,
    status: () => readBusStatus(pool, nc, lanes),
    operations: createOperations({
      ...options,
      meter: options.meter ?? NO_METER,
      handlerTimeoutMs: options.settings?.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
      lanes,
      newId: v7,
      now: () => new Date(),
      problemOf: (lane) => problems.get(`lane ${lane}`),
      wake,
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
  const { spec, root, pool, log } = options;
  const stop = new AbortController();
  const lanes = lanesOf(root, spec);
  if (lanes.length === 0) return stoppable(stop, []);
  const work = createLaneWork(options, report);
  const ordered = lanes.filter(({ partition }) => partition !== 'any');
  const sharing = shareLanes({ ...options, service: spec.id, lanes: ordered, work, stop: stop.signal });
  const unordered = lanes.filter(({ partition }) => partition === 'any');
  pruneInboxUntil(pool, spec.id, stop.signal).catch((error: unknown) => {
    log.warn({ err: error }, 'the inbox is not pruned any more: it will be after the next start');
  });
  return stoppable(stop, [sharing, ...unordered.map((lane) => work(lane, stop.signal))]);
}

type LaneWork = (lane: Lane, over: AbortSignal) => Promise<void>;

function createLaneWork(options: BusOptions, report: (who: string) => Report): LaneWork {
  const { settings = {} } = options;
  const common = {
    ...options,
    watch: watchConnection(options.nc),
    turns: createTurns(settings.concurrency ?? BATCHES_AT_A_TIME),
    suspects: options.suspects ?? createTurns(1),
    meter: options.meter ?? NO_METER,
    retry: {
      maxAttempts: settings.maxAttempts ?? 5,
      backoff: settings.backoff ?? { baseMs: 200, capMs: 10_000 },
      random: Math.random,
    },
    batchSize: settings.batchSize ?? 256,
    handlerTimeoutMs: settings.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
  };
  return (lane, over) => runLane(over, { ...common, lane, onProblem: report(`lane ${lane.name}`) });
}

function startRelay(
  options: BusOptions,
  parts: Pick<RelaySettings, 'signal' | 'hints' | 'onProblem'>,
): Running {
  const { spec, nc } = options;
  const stop = new AbortController();
  if (spec.publishes.length === 0) return stoppable(stop, []);
  const watch = watchConnection(nc);
  const meter = options.meter ?? NO_METER;
  return stoppable(stop, [
    runRelay({ ...options, ...parts, meter, service: spec.id, watch, stop: stop.signal }),
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
