import { type JobStatus, Problem, check } from '@quyu/contract-kit';
import type { AnyRuntime, JobContract, PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type Backoff, backoffMs } from '@quyu/lane';
import { serviceActor } from '../audit/actor.js';
import { type Cause, withCause } from '../database/cause.js';
import { withScope } from '../database/scope.js';
import { traceJob } from '../telemetry/job-spans.js';
import type { JobMeter } from '../telemetry/meter.js';
import { keepLease } from './keep-lease.js';
import { type ClaimedJob, MAX_ATTEMPTS, fail, release, succeed } from './job-store.js';

/** What doing a job takes besides the job. */
export interface JobContext {
  readonly spec: Pick<PluginSpec, 'id' | 'jobs'>;
  readonly handlers: AnyRuntime['jobs'];
  readonly pool: Pool;
  readonly meter: JobMeter;
  readonly log: Logger;
  readonly now: () => Date;
  readonly leaseMs: number;
  readonly backoff: Backoff;
  /** How long a handler may take to stop when it is told to, in milliseconds. */
  readonly graceMs: number;
  readonly stop: AbortSignal;
}

type Handler = (
  input: unknown,
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
) => Promise<unknown>;

/** Does a job that has been taken, and notes what came of it: a span, and in every line of the log the trace. */
export async function runJob(job: ClaimedJob, context: JobContext): Promise<void> {
  const { id } = context.spec;
  await traceJob(id, job, (traceparent = job.traceparent ?? undefined, failed) =>
    withCause(causeOf(job, id, traceparent), async () => {
      const ended = context.meter.attempting(job.kind);
      try {
        await attempt(job, context, failed);
      } finally {
        ended();
      }
    }),
  );
}

async function attempt(
  job: ClaimedJob,
  context: JobContext,
  failed: (message: string) => void,
): Promise<void> {
  const { pool, log, leaseMs } = context;
  const lease = keepLease(pool, job, { leaseMs, log, stop: context.stop });
  try {
    const work = withScope('everything', () => callHandler(job, context, lease.report, lease.signal));
    const result = await withinGrace(work, context);
    if (!(await succeed(pool, job, result, await lease.finish(), context.now())))
      log.warn({ job: job.id }, 'a job was done that others had taken over');
  } catch (error) {
    await lease.end();
    failed(describe(error));
    await noteFailure(job, error, context);
  }
}

function causeOf(
  { id, kind, correlationId, askedBy }: ClaimedJob,
  service: string,
  traceparent: string | undefined,
): Cause {
  const actor = { ...serviceActor(service, `job:${kind}`), onBehalfOf: askedBy ?? undefined };
  return { correlationId, causationId: id, actor, ...(traceparent ? { traceparent } : {}) };
}

async function callHandler(
  job: ClaimedJob,
  context: JobContext,
  report: Progress,
  signal: AbortSignal,
): Promise<unknown> {
  const contract: JobContract | undefined = context.spec.jobs[job.kind];
  const handlers: Readonly<Record<string, Handler>> = context.handlers;
  const handler = handlers[job.kind];
  if (!contract || !handler) throw new TypeError(`there is no job "${job.kind}"`);
  const input = parse(contract.input, job.input, '/input');
  // Whoever listens for an end that has come already waits for ever.
  signal.throwIfAborted();
  return parse(contract.result, await handler(input, report, signal), '/result');
}

type Progress = (done: JobStatus['done'], total: JobStatus['total']) => void;

function parse(schema: JobContract['input'], value: unknown, at: string): unknown {
  const parsed = check<unknown>(schema, value, at);
  if (parsed.ok) return parsed.value;
  throw new TypeError(parsed.faults.map((fault) => `${fault.pointer} ${fault.message}`).join('; '));
}

/** Waits for the work; once all is to stop only for a while longer. */
async function withinGrace<T>(work: Promise<T>, { stop, graceMs }: JobContext): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    const begin = (): void =>
      void setTimeout(() => reject(new Error('the job did not stop when told to')), graceMs).unref();
    if (stop.aborted) begin();
    else stop.addEventListener('abort', begin, { once: true });
  });
  return Promise.race([work, late]);
}

async function noteFailure(job: ClaimedJob, error: unknown, context: JobContext): Promise<void> {
  const { pool, log, stop, backoff, now, meter } = context;
  if (stop.aborted) return release(pool, job);
  const final = job.attempt >= MAX_ATTEMPTS;
  meter.failed(job.kind, final);
  log.warn({ err: error, job: job.id, kind: job.kind, attempt: job.attempt, final }, 'a job failed');
  await fail(
    pool,
    job,
    describe(error),
    final ? undefined : backoffMs(job.attempt, backoff, Math.random()),
    now(),
  );
}

function describe(error: unknown): string {
  if (error instanceof Problem) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
