import { watchConnection } from '../connection/connection-watch.js';
import { type Lane, lanesOf } from './lanes.js';
import type { Problems } from '../problems.js';
import { pruneInboxUntil } from '../books/prune-inbox.js';
import { NO_METER } from '../../telemetry/meter.js';
import { runLane } from './run-lane.js';
import { shareLanes } from '../sharing/share-lanes.js';
import { BATCHES_AT_A_TIME, type BusOptions, HANDLER_TIMEOUT_MS } from '../bus-options.js';
import { type Running, stoppable } from '../stoppable.js';
import { createTurns } from './turns.js';

/** Starts to handle the events of all lanes of a service: its share of the ordered ones, and those in any order. */
export function startLanes(options: BusOptions, problems: Problems): Running {
  const { spec, root, pool, log } = options;
  const stop = new AbortController();
  const lanes = lanesOf(root, spec);
  if (lanes.length === 0) return stoppable(stop, []);
  const work = createLaneWork(options, problems);
  const ordered = lanes.filter(({ partition }) => partition !== 'any');
  const sharing = shareLanes({ ...options, service: spec.id, lanes: ordered, work, stop: stop.signal });
  const unordered = lanes.filter(({ partition }) => partition === 'any');
  pruneInboxUntil(pool, spec.id, stop.signal).catch((error: unknown) => {
    log.warn({ err: error }, 'the inbox is not pruned any more: it will be after the next start');
  });
  return stoppable(stop, [sharing, ...unordered.map((lane) => work(lane, stop.signal))]);
}

type LaneWork = (lane: Lane, over: AbortSignal) => Promise<void>;

function createLaneWork(options: BusOptions, problems: Problems): LaneWork {
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
  return (lane, over) =>
    runLane(over, { ...common, lane, onProblem: problems.reportOf(`lane ${lane.name}`) });
}
