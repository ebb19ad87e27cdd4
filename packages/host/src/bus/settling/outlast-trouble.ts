import { type Backoff, backoffMs } from '@quyu/lane';
import { isDatabaseOutage, messageOf } from '../../database/errors.js';
import { BookkeepingError } from './handle-batch.js';
import { type SettleContext, StoppedError, isEnd } from './settle-context.js';

const RETRY: Backoff = { baseMs: 100, capMs: 5_000 };

/**
 * Repeats work for as long as the database is at fault: an outage says nothing about a message.
 *
 * @throws StoppedError when the lane is to stop. @throws whatever else the work throws.
 */
export async function outlastTrouble<T>(context: SettleContext, work: () => Promise<T>): Promise<T> {
  const { books, turn, retry, over, log, onProblem } = context;
  for (let failures = 1; ; failures += 1) {
    try {
      const result = await work();
      onProblem(undefined);
      return result;
    } catch (error) {
      if (!isTrouble(error)) throw error;
      onProblem(messageOf(error));
      log.warn({ err: error, lane: books.lane.name }, 'events could not be handled: trying again');
      await turn.rest(backoffMs(failures, RETRY, retry.random()), over);
      if (over.aborted) throw new StoppedError();
    }
  }
}

function isTrouble(error: unknown): boolean {
  return !isEnd(error) && (error instanceof BookkeepingError || isDatabaseOutage(error));
}
