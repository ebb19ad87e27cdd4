import type { JobStatus } from '@quyu/contract-kit';
import type { Pool } from 'pg';
import type { Progress } from './keep-lease.js';

/** A job that this process has taken. Its attempt is also the proof that it still has it: another taker raises it. */
export interface ClaimedJob {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly attempt: number;
  readonly correlationId: string;
  /** The trace of what enqueued it. */
  readonly traceparent: string | null;
  /** Subject of the caller whose request led to it. */
  readonly askedBy: string | null;
}

/** How often a job may be started, counting those that were cut off. */
export const MAX_ATTEMPTS = 5;

/** Takes the job that has waited longest, or one whose worker has gone silent. Time is the database's: clocks differ. */
export async function claimJob(
  pool: Pool,
  kinds: readonly string[],
  leaseMs: number,
  at: Date,
): Promise<ClaimedJob | undefined> {
  const { rows } = await pool.query<ClaimedJob>({
    name: 'quyu-claim-job',
    text: `update job set state = 'running', attempts = attempts + 1, lease_until = now() + $2 * interval '1 ms',
       started_at = coalesce(started_at, $3)
     where id = (
       select id from job
       where kind = any($1) and attempts < $4
         and ((state = 'queued' and run_after <= now()) or (state = 'running' and lease_until < now()))
       order by run_after, id limit 1 for update skip locked)
     returning id, kind, input, attempts as attempt, correlation_id as "correlationId", traceparent,
       asked_by as "askedBy"`,
    values: [kinds, leaseMs, at, MAX_ATTEMPTS],
  });
  return rows[0];
}

/** Gives up on jobs whose last attempt was cut off. @returns them. */
export async function failExhausted(
  pool: Pool,
  kinds: readonly string[],
  at: Date,
): Promise<readonly Pick<ClaimedJob, 'id' | 'kind'>[]> {
  const { rows } = await pool.query<Pick<ClaimedJob, 'id' | 'kind'>>(
    `update job set state = 'failed', finished_at = $2, lease_until = null,
       error = coalesce(error || '; ', '') || 'cut off ' || attempts || ' times: the process doing it died or fell silent'
     where kind = any($1) and state = 'running' and lease_until < now() and attempts >= $3 returning id, kind`,
    [kinds, at, MAX_ATTEMPTS],
  );
  return rows;
}

/** Says that we are still at it, and how far. @returns false when the job is no longer ours. */
export async function renewLease(
  pool: Pool,
  job: ClaimedJob,
  leaseMs: number,
  progress: Progress,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'quyu-renew-lease',
    text: `update job set lease_until = now() + $3 * interval '1 ms', done = $4, total = $5 where id = $1 and ${OURS}`,
    values: [job.id, job.attempt, leaseMs, progress.done, progress.total],
  });
  return rowCount === 1;
}

/** True of a row for as long as nobody else has taken the job. */
const OURS = `state = 'running' and attempts = $2`;

/** Notes the result. @returns false when the job is no longer ours. */
export async function succeed(
  pool: Pool,
  job: ClaimedJob,
  result: unknown,
  { done, total }: Progress,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'quyu-end-job',
    text: `update job set state = 'succeeded', result = $3, error = null, done = greatest($5::bigint, $6::bigint), total = $6,
       finished_at = $4, lease_until = null where id = $1 and ${OURS}`,
    values: [job.id, job.attempt, JSON.stringify(result ?? null), at, done, total],
  });
  return rowCount === 1;
}

/** Notes a failure: the job waits for another attempt, or has failed for good. */
export async function fail(
  pool: Pool,
  job: ClaimedJob,
  error: string,
  retryMs: number | undefined,
  at: Date,
): Promise<void> {
  const final = retryMs === undefined;
  await pool.query(
    `update job set state = $3, error = $4, run_after = now() + $5 * interval '1 ms', finished_at = $6, lease_until = null
     where id = $1 and ${OURS}`,
    [
      job.id,
      job.attempt,
      final ? 'failed' : 'queued',
      error.replaceAll('\0', '\uFFFD').toWellFormed(),
      retryMs ?? 0,
      final ? at : null,
    ],
  );
}

/** Gives a job back as if it had not been taken. */
export async function release(pool: Pool, job: ClaimedJob): Promise<void> {
  await pool.query(
    `update job set state = 'queued', attempts = attempts - 1, lease_until = null where id = $1 and ${OURS}`,
    [job.id, job.attempt],
  );
}

/** Queues a periodic job when it is due, unless the one before is still there. Of all replicas one does. */
export async function queueIfDue(
  pool: Pool,
  kind: string,
  everySeconds: number,
  id: string,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with due as (
       insert into job_schedule as s (kind, due_at) values ($1, $3::timestamptz + $2 * interval '1 s')
       on conflict (kind) do update set due_at = excluded.due_at where s.due_at <= $3 returning kind)
     insert into job (id, kind, input, correlation_id, created_at)
     select $4::uuid, kind, '{}', $5, $3 from due
     where not exists (select from job where job.kind = $1 and state in ('queued', 'running'))`,
    [kind, everySeconds, at, id, id],
  );
  return rowCount === 1;
}

/** Looks a job up. */
export async function readJob(pool: Pool, jobId: string): Promise<JobStatus | undefined> {
  const { rows } = await pool.query<JobStatus & { result: unknown; error: string | null }>(
    `select id as "jobId", kind, state, done, total, result, error from job where id = $1`,
    [jobId],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { result, error, ...status } = row;
  return { ...status, ...(result === null ? {} : { result }), ...(error === null ? {} : { error }) };
}
