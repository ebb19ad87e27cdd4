import type { InHand, Received } from '@quyu/lane';
import type { Source } from './source.js';

/** What handles the events of a source and remembers that they are: with an inbox, or in memory. */
export interface Settler {
  /**
   * Begins a term: nobody else pulls from the source's consumer now.
   *
   * @param onProblem told what keeps events from being handled, and `undefined` when nothing does.
   */
  begin(source: Source, onProblem: (problem: string | undefined) => void): Promise<Term>;
}

/** A term of handling a source's events. */
export interface Term {
  /** Most messages to settle at a time. */
  readonly batchSize: number;
  /** Which of these messages are settled already, by their {@link Received.eventId}. */
  findSettled(messages: readonly Received[]): Promise<ReadonlySet<string>>;
  /**
   * Settles messages in this order: each is handled or put aside.
   *
   * @throws StoppedError when `over` fires before all are.
   */
  settle(batch: readonly InHand[], over: AbortSignal): Promise<void>;
}

/** The lane stops before the batch is settled. */
export class StoppedError extends Error {
  constructor() {
    super('stopped before all was settled');
    this.name = 'StoppedError';
  }
}
