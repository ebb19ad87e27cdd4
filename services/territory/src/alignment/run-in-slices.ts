import { setImmediate } from 'node:timers/promises';

/** How long others may have to wait, in milliseconds. */
const SLICE = 15;

/**
 * Runs long work that rests now and then, and in between lets everything else in the process go on.
 *
 * @param report is told how far the work is, from 0 to 1.
 * @throws the signal's reason when it is aborted.
 */
export async function runInSlices<T>(
  work: Generator<number, T>,
  signal: AbortSignal,
  report: (part: number) => void,
): Promise<T> {
  let began = performance.now();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    if (performance.now() - began < SLICE) continue;
    report(step.value);
    await setImmediate();
    signal.throwIfAborted();
    began = performance.now();
  }
}
