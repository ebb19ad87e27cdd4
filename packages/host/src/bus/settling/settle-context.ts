import type { Backoff } from '@quyu/lane';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Transactor } from '../../database/transactor.js';
import type { HandleContext } from './handle-batch.js';
import { LaneLostError } from '../books/inbox.js';
import type { Turn, Turns } from '../lanes/turns.js';

/** How failures are met. */
export interface RetrySettings {
  /** How often a handler may fail, or the process die, before the event is put aside. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** A random number in [0, 1). */
  readonly random: () => number;
}

/** What settling needs besides the messages. */
export interface SettleContext extends HandleContext {
  readonly transactor: Transactor;
  readonly pool: Pool;
  readonly retry: RetrySettings;
  readonly log: Logger;
  /** The turn in which it is done: it is left to others while there is nothing to do but wait. */
  readonly turn: Turn;
  /**
   * One at a time in this process: of all that is in hand when the process dies, one suspect at most is to blame. Whoever has this
   * turn as well keeps the other one: those who wait for this one have all of those.
   */
  readonly suspects: Turns;
  /** Fires when the lane is to stop: what is not settled then is given back. */
  readonly over: AbortSignal;
  readonly onProblem: (problem: string | undefined) => void;
}

/** The lane stops before the batch is settled. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** True when the lane is over for us, whatever the messages. */
export function isEnd(error: unknown): boolean {
  return error instanceof LaneLostError || error instanceof StoppedError;
}

/** What a lane's own transactions follow from. */
export function causeOfLane({ books }: HandleContext): { correlationId: string; causationId: string } {
  return { correlationId: books.lane.name, causationId: books.lane.name };
}
