/** What the bus of a service counts and times. The names of the metrics are in `metrics.ts`. */
export interface BusMeter {
  /** Events that the broker has taken. */
  published(count: number): void;
  /** Publishing has failed, and will be tried again. */
  relayFailed(): void;
  handled(source: string, count: number): void;
  /** A handler has failed, and may be tried again. */
  failed(type: string): void;
  buried(reason: string): void;
  /** Begins to time a call of a handler. @returns what ends it. */
  handling(type: string): () => void;
}

const nothing = (): void => undefined;

/** Counts nothing. */
export const NO_METER: BusMeter = {
  published: nothing,
  relayFailed: nothing,
  handled: nothing,
  failed: nothing,
  buried: nothing,
  handling: () => nothing,
};

/** What the jobs of a service count and time. */
export interface JobMeter {
  /** Begins to time an attempt at a job. @returns what ends it. */
  attempting(kind: string): () => void;
  /** An attempt has failed. @param final whether the job is given up. */
  failed(kind: string, final: boolean): void;
}

/** Counts no jobs. */
export const NO_JOB_METER: JobMeter = { attempting: () => nothing, failed: nothing };
