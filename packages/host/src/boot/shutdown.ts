import type { Logger } from 'pino';

/** The parts of a host in the order in which they are stopped, whatever the order in which they were started. */
const PHASES = ['readiness', 'http', 'consumers', 'jobs', 'relay', 'plugins', 'broker', 'pools'] as const;

/** A part of a host that has been started and can be stopped. */
export interface StopStep {
  readonly phase: (typeof PHASES)[number];
  readonly name: string;
  /** @param deadline when it must be done: an instant of `performance.now()`. */
  readonly stop: (deadline: number) => Promise<void> | void;
}

/** After the deadline each remaining part still gets this long, so that what can end cleanly does. */
const LAST_CHANCE_MS = 200;

/** Steps in the order of their phases; within a phase the last started is stopped first. */
export function stopOrder(steps: readonly StopStep[]): readonly StopStep[] {
  return steps.toReversed().toSorted((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase));
}

/**
 * Stops everything that was started, one after the other, within one deadline. A part that fails or takes too long is
 * logged and left behind: the rest is stopped all the same.
 *
 * @returns the names of the parts that did not stop cleanly.
 */
export async function stopAll(
  steps: readonly StopStep[],
  deadlineMs: number,
  log: Logger,
): Promise<readonly string[]> {
  const deadline = performance.now() + deadlineMs;
  const unclean: string[] = [];
  for (const step of stopOrder(steps)) {
    const startedAt = performance.now();
    const error = await stopOne(step, deadline);
    const line = { step: step.name, ms: Math.round(performance.now() - startedAt) };
    if (error === undefined) log.info(line, 'stopped');
    else {
      unclean.push(step.name);
      log.error({ ...line, err: error }, 'did not stop cleanly');
    }
  }
  return unclean;
}

async function stopOne(step: StopStep, deadline: number): Promise<unknown> {
  const remainingMs = Math.max(deadline - performance.now(), LAST_CHANCE_MS);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(
      () => resolve(new Error(`${step.name} was still stopping at the deadline`)),
      remainingMs,
    );
  });
  const stopped = Promise.resolve()
    .then(() => step.stop(deadline))
    .then(
      () => undefined,
      (error: unknown) => error ?? new Error('unknown'),
    );
  const outcome = await Promise.race([stopped, late]);
  clearTimeout(timer);
  return outcome;
}
