import { type BusStatus, streamName } from '@quyu/contract-kit';
import { v7 } from 'uuid';
import type { WatchedBus } from '../telemetry/bus-gauges.js';
import { NO_METER } from '../telemetry/meter.js';
import { type BusOptions, HANDLER_TIMEOUT_MS } from './bus-options.js';
import { watchConnection } from './connection/connection-watch.js';
import { lanesOf } from './lanes/lanes.js';
import { type BusOperations, createOperations } from './operate/operations.js';
import { createProblems } from './problems.js';
import { createRelayHints } from './relay/relay-hints.js';
import { type RelaySettings, runRelay } from './relay/relay.js';
import { startLanes } from './lanes/start-lanes.js';
import { readBusStatus } from './status.js';
import { type Running, stoppable } from './stoppable.js';
import { verifyProvisioned } from './provisioning/verify-provisioned.js';
import { createWakeSignal } from './wake-signal.js';

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
  const ownStream = spec.publishes.length > 0 ? streamName(root, spec.id) : undefined;
  const signal = createWakeSignal();
  const hints = createRelayHints(nc, root, spec.id);
  const over = new AbortController();
  const problems = createProblems(spec.id);
  const consuming = startLanes(options, problems);
  const relaying = startRelay(options, { signal, hints, onProblem: problems.reportOf('relay') });
  const wake = (): void => {
    signal.wake();
    hints.give();
  };
  return {
    watched: { service: spec.id, pool, nc, lanes, stream: ownStream },
    wake,
    status: () => readBusStatus(pool, nc, lanes),
    operations: createOperations({
      ...options,
      meter: options.meter ?? NO_METER,
      handlerTimeoutMs: options.settings?.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
      lanes,
      newId: v7,
      now: () => new Date(),
      problemOf: (lane) => problems.of(`lane ${lane}`),
      wake,
      stop: over.signal,
    }),
    problems: () => problems.all(),
    async stopConsuming() {
      over.abort();
      await consuming.stop();
    },
    stopRelay: relaying.stop,
  };
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
