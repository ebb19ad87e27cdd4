import { erase, type Erased, type SchemaOf, type z } from '@quyu/contract-kit';

/** A kind of long work: its input, and what comes of it. */
export interface JobContract<Input = Erased, Result = Erased> {
  readonly summary: string;
  readonly input: z.ZodType<Input>;
  readonly result: z.ZodType<Result>;
  /** Runs by itself so often, in seconds, with an empty input; one replica does it. */
  readonly everySeconds?: number;
}

/** A plugin's jobs by kind. */
export type Jobs = Readonly<Record<string, JobContract>>;

/** Tells how far a job is. Cheap: it is written at most a few times a second. */
export type ReportProgress = (done: number, total: number) => void;

/**
 * Does a job. It may be started again after a crash, from the beginning and with the same input: what it did before
 * must then change nothing.
 */
export type JobHandler<J> =
  J extends JobContract<infer Input, infer Result>
    ? (input: Input, progress: ReportProgress, signal: AbortSignal) => Promise<Result>
    : never;

/** What {@link defineJob} takes. */
export interface JobSpec<Input, Result> extends Omit<JobContract, 'input' | 'result'> {
  readonly input: SchemaOf<Input>;
  readonly result: SchemaOf<Result>;
}

/**
 * Declares a kind of long work.
 *
 * @example defineJob({ summary: 'Counts.', input: z.strictObject({ upTo: z.int() }), result: z.object({ sum: z.int() }) })
 */
export function defineJob<Input, Result>(job: JobSpec<Input, Result>): JobContract<Input, Result> {
  return Object.freeze({ ...job, input: erase(job.input), result: erase(job.result) });
}
