import { setImmediate } from 'node:timers/promises';

const SLICE = 50;

/** Does long work a few steps at a time, and lets whatever else waits have its turn in between. */
export async function workInSlices<T>(work: Generator<void, T>): Promise<T> {
  for (let steps = 1; ; steps += 1) {
    const step = work.next();
    if (step.done) return step.value;
    if (steps % SLICE === 0) await setImmediate();
  }
}
