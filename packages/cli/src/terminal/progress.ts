/** A piece of work that is shown while it goes on. */
export interface ProgressStep {
  /** Tells how far it is; cheap enough to be called for every chunk. */
  update(done: number, total: number): void;
  /** Ends it with a word on what came of it. */
  finish(outcome?: string): void;
  /** Ends it as failed, so that the reason can follow on a line of its own. */
  fail(): void;
}

/** Tells people how far things are: on standard error, never on standard output. */
export interface Progress {
  readonly note: (line: string) => void;
  readonly begin: (label: string) => ProgressStep;
}

/**
 * Shows work while it goes on.
 *
 * @example const rows = await track(progress, 'partners', async (step) => send(step), (rows) => `${rows} rows`);
 */
export async function track<T>(
  progress: Progress,
  label: string,
  work: (step: ProgressStep) => Promise<T>,
  describe: (result: T) => string = () => '',
): Promise<T> {
  const step = progress.begin(label);
  try {
    const result = await work(step);
    step.finish(describe(result));
    return result;
  } catch (error) {
    step.fail();
    throw error;
  }
}

/** For tests and for callers that want no word of it. */
export const silentProgress: Progress = {
  note: () => undefined,
  begin: () => ({ update: () => undefined, finish: () => undefined, fail: () => undefined }),
};
