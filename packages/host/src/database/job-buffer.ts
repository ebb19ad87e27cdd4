import { check } from '@quyu/contract-kit';
import type { Jobs } from '@quyu/plugin-kit';
import { callerBehind } from '../audit/actor.js';
import type { Cause } from './cause.js';
import type { Statement } from './run-together.js';

/** A job as it waits for its transaction to commit. */
export interface BufferedJob {
  readonly id: string;
  readonly kind: string;
  /** Its input as JSON. */
  readonly input: string;
  readonly correlationId: string;
  /** The trace that the job goes on with. */
  readonly traceparent?: string | undefined;
  /** Subject of the caller whose request led to it. */
  readonly askedBy?: string | undefined;
}

/**
 * Checks a job's input and makes it ready to be stored.
 *
 * @throws TypeError naming the job and the place: queueing what breaks its contract is a programmer's error.
 */
export function bufferJob(jobs: Jobs, kind: string, input: unknown, id: string, cause: Cause): BufferedJob {
  const contract = jobs[kind];
  if (!contract) throw new TypeError(`there is no job "${kind}"`);
  const parsed = check(contract.input, input, '/input');
  if (!parsed.ok) {
    const faults = parsed.faults.map((fault) => `${fault.pointer} ${fault.message}`).join('; ');
    throw new TypeError(`job "${kind}": ${faults}`);
  }
  const { correlationId, traceparent, actor } = cause;
  const askedBy = actor && callerBehind(actor);
  return { id, kind, input: JSON.stringify(parsed.value ?? null), correlationId, traceparent, askedBy };
}

/** The statement that writes the buffered jobs into the queue; none when there are none. */
export function flushJobs(jobs: readonly BufferedJob[], createdAt: Date): Statement[] {
  if (jobs.length === 0) return [];
  const text = `insert into job (id, kind, input, correlation_id, traceparent, asked_by, created_at)
     select id, kind, input, correlation_id, traceparent, asked_by, $7
     from unnest($1::uuid[], $2::text[], $3::json[], $4::text[], $5::text[], $6::text[])
       as j (id, kind, input, correlation_id, traceparent, asked_by)`;
  const values = [
    jobs.map((job) => job.id),
    jobs.map((job) => job.kind),
    jobs.map((job) => job.input),
    jobs.map((job) => job.correlationId),
    jobs.map((job) => job.traceparent ?? null),
    jobs.map((job) => job.askedBy ?? null),
    createdAt,
  ];
  return [{ text, values }];
}
