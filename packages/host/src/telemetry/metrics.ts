import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { type Losses, showLosses } from './losses.js';
import { createJobMeters } from './job-metrics.js';
import type { BusMeter, JobMeter } from './meter.js';
import { type PoolMeter, createPoolMeter } from './pool-metrics.js';

/** The metrics of a process. No label grows with the data: services, types of events, routes and reasons are few. */
export interface Metrics {
  readonly registry: Registry;
  meterOf(service: string): BusMeter;
  /** @param kinds of the service's jobs. */
  jobMeterOf(service: string, kinds: readonly string[]): JobMeter;
  readonly pools: PoolMeter;
  /** Counts and times an answer to a request. @param route the template, not the address. */
  answered(method: string, route: string, status: number, seconds: number): void;
  /** Counts a request that was refused for who sent it, or because there is too much to do. */
  refused(reason: Refusal): void;
  /** Counts grants of callers that give nothing. */
  deadGrants(count: number): void;
  readonly gauges: BusGauges;
}

/** Why requests are refused. */
export type Refusal = (typeof REFUSALS)[number];

const REFUSALS = ['rate', 'pressure', 'unauthenticated', 'forbidden', 'separation', 'key-reused'] as const;

/** What is looked up when somebody asks. */
export interface BusGauges {
  readonly outboxEvents: Gauge<'service'>;
  readonly outboxAge: Gauge<'service'>;
  readonly outboxParked: Gauge<'service'>;
  readonly consumerLag: Gauge<'service' | 'source'>;
  readonly consumerAckPending: Gauge<'service' | 'source'>;
  readonly deadLetters: Gauge<'service' | 'reason'>;
  readonly jobs: Gauge<'service' | 'state'>;
  readonly jobWait: Gauge<'service'>;
  readonly auditUnsealed: Gauge<'service'>;
  readonly streamBytes: Gauge<'service'>;
  readonly streamEvents: Gauge<'service'>;
}

/** Why events are put aside. */
export const REASONS = ['invalid', 'failed', 'crashed', 'quarantined'] as const;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const NOTHING_LOST: Losses = () => ({ traces: 0, metrics: 0, logs: 0 });

/** Makes the metrics of one process, with those of Node itself. */
export function createMetrics(losses: Losses = NOTHING_LOST): Metrics {
  const registry = new Registry();
  showLosses(registry, losses);
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'quyu_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'quyu_http_refused_requests_total',
    help: 'Requests that were refused for who sent them, or because there is too much to do',
    labelNames: ['reason'],
    registers: [registry],
  });
  // A counter that is not there before it counts hides its first count from whoever looks at increases.
  for (const reason of REFUSALS) refusals.inc({ reason }, 0);
  const deadGrants = new Counter({
    name: 'quyu_dead_grants_total',
    help: 'Grants of callers that give nothing: their role or kind of scope does not exist, or they could not be read',
    registers: [registry],
  });
  const counters = createCounters(registry);
  return {
    registry,
    deadGrants: (count) => deadGrants.inc(count),
    refused: (reason) => refusals.inc({ reason }),
    gauges: createGauges(registry),
    meterOf: (service) => meterOf(service, counters),
    jobMeterOf: createJobMeters(registry),
    pools: createPoolMeter(registry),
    answered: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
  };
}

type Counters = ReturnType<typeof createCounters>;

function createCounters(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });
  return {
    published: counter(
      'quyu_relay_published_events_total',
      'Events that the broker has taken from the outbox',
      ['service'],
    ),
    relayFailures: counter('quyu_relay_failures_total', 'Times that publishing failed and was tried again', [
      'service',
    ]),
    handled: counter('quyu_handled_events_total', 'Events that took effect', ['service', 'source']),
    retries: counter('quyu_handler_failures_total', 'Times that a handler failed', ['service', 'type']),
    buried: counter('quyu_dead_letters_total', 'Events that were put aside', ['service', 'reason']),
    duration: new Histogram({
      name: 'quyu_handler_duration_seconds',
      help: 'Time of one call of a handler, for one event or a run of them',
      labelNames: ['service', 'type'],
      buckets: SECONDS,
      registers,
    }),
  };
}

function createGauges(registry: Registry): BusGauges {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    outboxEvents: gauge('quyu_outbox_events', 'Events that wait for the broker', ['service']),
    outboxAge: gauge('quyu_outbox_age_seconds', 'How long the oldest of them has waited', ['service']),
    outboxParked: gauge('quyu_outbox_parked_events', 'Events that the broker refused for good', ['service']),
    consumerLag: gauge('quyu_consumer_lag_events', 'Events that were not given to the service yet', [
      'service',
      'source',
    ]),
    consumerAckPending: gauge(
      'quyu_consumer_ack_pending_events',
      'Events that were given to it and are not done',
      ['service', 'source'],
    ),
    deadLetters: gauge('quyu_dead_letters', 'Events that are put aside now', ['service', 'reason']),
    jobs: gauge('quyu_jobs', 'Long work that is queued or running', ['service', 'state']),
    jobWait: gauge('quyu_job_wait_seconds', 'How long the job has waited that has been due for longest', [
      'service',
    ]),
    auditUnsealed: gauge(
      'quyu_audit_unsealed_seconds',
      'How long the oldest entry of the audit log has waited for its seal',
      ['service'],
    ),
    streamBytes: gauge('quyu_stream_bytes', "Bytes of the service's stream at the broker", ['service']),
    streamEvents: gauge('quyu_stream_events', "Events in the service's stream at the broker", ['service']),
  };
}

function meterOf(service: string, counters: Counters): BusMeter {
  // A counter that is not there before it counts hides its first count from whoever looks at increases.
  for (const reason of REASONS) counters.buried.inc({ service, reason }, 0);
  counters.relayFailures.inc({ service }, 0);
  counters.published.inc({ service }, 0);
  return {
    published: (count) => counters.published.inc({ service }, count),
    relayFailed: () => counters.relayFailures.inc({ service }),
    handled: (source, count) => counters.handled.inc({ service, source }, count),
    failed: (type) => counters.retries.inc({ service, type }),
    buried: (reason) => counters.buried.inc({ service, reason }),
    handling: (type) => counters.duration.startTimer({ service, type }),
  };
}
