import { messageOf } from '../subscription-error.js';
import { OutageError, sqlStateOf } from './in-transaction.js';
import { LaneLostError } from './store.js';

/** Our own notes failed, not the handler: nothing is counted against an event. */
export class BookkeepingError extends Error {
  constructor(cause: unknown) {
    super(`the inbox cannot be written: ${messageOf(cause)}`, { cause });
    this.name = 'BookkeepingError';
  }
}

/** A statement on a failed transaction (25P02) is the fault of the handler that swallowed the failure. */
export async function bookkeeping<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isKnown = error instanceof LaneLostError || error instanceof OutageError;
    if (isKnown || sqlStateOf(error) === '25P02') throw error;
    throw new BookkeepingError(error);
  }
}
