import { pause } from '../wake-signal.js';
import { CALL_BUDGET_MS } from './operate-context.js';

/** Says when work in steps may go on, and when it has to end. */
export interface Pace {
  /** True when no further step is to be begun. */
  isOver(): boolean;
  /** Waits until the rate allows the next step. */
  step(): Promise<void>;
}

/** @param ratePerSecond most steps a second; without it they follow at once. */
export function createPace(stop: AbortSignal, ratePerSecond: number | undefined): Pace {
  const end = performance.now() + CALL_BUDGET_MS;
  let due = performance.now();
  return {
    isOver: () => stop.aborted || performance.now() >= end || due >= end,
    async step() {
      if (ratePerSecond === undefined) return;
      const wait = due - performance.now();
      due = Math.max(due, performance.now()) + 1000 / ratePerSecond;
      if (wait > 0) await pause(wait, stop);
    },
  };
}
