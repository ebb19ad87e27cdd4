import { pause } from '../wake-signal.js';

/**
 * Limits how many lanes of a service work on the database at a time. Who waits for a turn gathers more events meanwhile: under
 * load the batches grow by themselves.
 */
export interface Turns {
  /** Does work as soon as it is its turn. */
  take<T>(work: (turn: Turn) => Promise<T>): Promise<T>;
}

/** The right to work. */
export interface Turn {
  /** Lets another one work for `ms` milliseconds, or until `stop`, and then waits for a turn again. */
  rest(ms: number, stop: AbortSignal): Promise<void>;
}

/** A turn that is not left to others: for who holds something else that they wait for. */
export const KEPT_TURN: Turn = { rest: pause };

/** @param limit how many may work at a time. They get their turns in the order in which they asked. */
export function createTurns(limit: number): Turns {
  let free = limit;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  const turn: Turn = {
    async rest(ms, stop) {
      leave();
      try {
        await pause(ms, stop);
      } finally {
        await enter();
      }
    },
  };
  return {
    async take(work) {
      await enter();
      try {
        return await work(turn);
      } finally {
        leave();
      }
    },
  };
}
