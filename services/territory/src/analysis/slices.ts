import { setImmediate } from 'node:timers/promises';

/** How long others may have to wait, in milliseconds, besides a single step of the work. */
const SLICE_MS = 15;

/** Does long work for a moment at a time, and lets whatever else waits have its turn in between. */
export async function workInSlices<T>(work: Generator<void, T>): Promise<T> {
  let began = performance.now();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    if (performance.now() - began < SLICE_MS) continue;
    await setImmediate();
    began = performance.now();
  }
}
