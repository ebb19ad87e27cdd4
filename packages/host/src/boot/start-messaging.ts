import type { NatsConnection } from '@nats-io/transport-node';
import { type BusStatus, type JobStatus, platformErrors } from '@quyu/contract-kit';
import type { Logger } from 'pino';
import { runSealer } from '../audit/run-sealer.js';
import { type Bus, type BusOperations, type Turns, createTurns, startBus } from '../bus/index.js';
import { type Written, addressFor } from '../database/index.js';
import { type RunningJobs, startJobs } from '../jobs/index.js';
import type { WatchedBus } from '../telemetry/bus-gauges.js';
import type { Metrics } from '../telemetry/metrics.js';
import { bootStep } from './boot-error.js';
import { forgetOldKeys } from './forget-keys.js';
import type { RunningPlugin } from './running-plugin.js';
import type { HostSettings } from './settings.js';
import type { StopStep } from './shutdown.js';

/** The events and jobs of a host's plugins. It is there before anything moves, so that others can hold on to it. */
export interface Messaging {
  /** Told after a commit of a service that left something behind: wakes its relay and workers. */
  wake(service: string, written: Written): void;
  busStatus(service: string): Promise<BusStatus>;
  busOperations(service: string): BusOperations;
  jobStatus(service: string, jobId: string): Promise<JobStatus | undefined>;
  /** Whose state can be looked up. */
  watched(): readonly WatchedBus[];
  /** What keeps events from flowing at the moment, a line each. */
  problems(): readonly string[];
  /** Starts to move events and jobs. */
  start(running: readonly RunningPlugin[], world: MessagingWorld): Promise<void>;
}

/** What starting takes besides the plugins. */
export interface MessagingWorld {
  /** Each service's connection to the broker, as its own user. */
  readonly connections: ReadonlyMap<string, NatsConnection>;
  readonly settings: HostSettings;
  readonly metrics: Metrics;
  readonly steps: StopStep[];
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}

const NOTHING: BusStatus = {
  published: 0,
  handled: 0,
  outbox: 0,
  parked: 0,
  pending: 0,
  jobs: 0,
  deadLetters: 0,
};

/** @param stateful ids of the services that have a database, and so a bus. */
export function createMessaging(stateful: ReadonlySet<string>): Messaging {
  const buses = new Map<string, Bus>();
  const workers = new Map<string, RunningJobs>();
  return {
    wake(service, { events, jobs }) {
      if (events > 0) buses.get(service)?.wake();
      if (jobs > 0) workers.get(service)?.wake();
    },
    busStatus: async (service) => (stateful.has(service) ? started(buses.get(service)).status() : NOTHING),
    busOperations(service) {
      if (stateful.has(service)) return started(buses.get(service)).operations;
      throw platformErrors.NOT_FOUND({ detail: `${service} has no database, and so no events of its own` });
    },
    jobStatus: async (service, jobId) =>
      stateful.has(service) ? started(workers.get(service)).status(jobId) : undefined,
    watched: () => [...buses.values()].map((bus) => bus.watched),
    problems: () => [...buses.values()].flatMap((bus) => bus.problems()),
    async start(running, world) {
      world.steps.push(
        { phase: 'consumers', name: 'consumers', stop: () => all(buses, (bus) => bus.stopConsuming()) },
        { phase: 'jobs', name: 'jobs', stop: () => all(workers, (worker) => worker.stop()) },
        { phase: 'relay', name: 'relays', stop: () => all(buses, (bus) => bus.stopRelay()) },
      );
      const stop = new AbortController();
      const suspects = createTurns(1);
      world.steps.push({ phase: 'jobs', name: 'removal of old keys', stop: () => stop.abort() });
      startSealers(running, world);
      for (const plugin of running) {
        if (plugin.database) void forgetOldKeys(plugin.database.background.pool, world.log, stop.signal);
        const id = plugin.plugin.spec.id;
        const bus = await startBusOf(plugin, suspects, world);
        if (bus) buses.set(id, bus);
        const jobs = startJobsOf(plugin, world);
        if (jobs) workers.set(id, jobs);
      }
    },
  };
}

/** Seals the audit logs from now on, and to the end: what the last requests did is sealed by the next start at the latest. */
function startSealers(
  running: readonly RunningPlugin[],
  { settings, log, now, steps }: MessagingWorld,
): void {
  const stop = new AbortController();
  const directUrl = settings.databaseDirectUrl ?? settings.databaseUrl;
  const sealers = running.flatMap(({ plugin, database }) =>
    database ? [runSealer({ service: plugin.spec.id, directUrl, log, now, stop: stop.signal })] : [],
  );
  const ended = Promise.all(sealers);
  steps.push({
    phase: 'plugins',
    name: 'seals of the audit logs',
    async stop() {
      stop.abort();
      await ended;
    },
  });
}

function started<T>(part: T | undefined): T {
  if (part === undefined)
    throw platformErrors.UNAVAILABLE({ detail: 'the service is starting', retryAfterSeconds: 1 });
  return part;
}

async function all<T>(parts: ReadonlyMap<string, T>, stop: (part: T) => Promise<void>): Promise<void> {
  await Promise.all([...parts.values()].map(stop));
}

async function startBusOf(
  { plugin, database, runtime }: RunningPlugin,
  suspects: Turns,
  world: MessagingWorld,
): Promise<Bus | undefined> {
  if (!database) return undefined;
  const { spec } = plugin;
  const { pool, transactor } = database.background;
  const { settings } = world;
  const nc = started(world.connections.get(spec.id));
  const log = world.log.child({ plugin: spec.id });
  const direct = settings.databaseDirectUrl ?? settings.databaseUrl;
  const directUrl = addressFor(spec.id, direct, settings.databaseUsers);
  return bootStep({ name: 'starting the bus', plugin: spec.id }, () =>
    startBus({
      spec,
      handlers: runtime.handlers,
      pool,
      directUrl,
      transactor,
      nc,
      root: settings.busRoot,
      suspects,
      meter: world.metrics.meterOf(spec.id),
      log,
    }),
  );
}

function startJobsOf(
  { plugin, database, runtime }: RunningPlugin,
  world: MessagingWorld,
): RunningJobs | undefined {
  if (!database) return undefined;
  const { spec } = plugin;
  const { now, newId } = world;
  const log = world.log.child({ plugin: spec.id });
  const meter = world.metrics.jobMeterOf(spec.id, Object.keys(spec.jobs));
  const { pool } = database.background;
  return startJobs({ spec, handlers: runtime.jobs, pool, meter, log, now, newId });
}
