import { type Backoff, backoffMs } from '@quyu/lane';
import { StoppedError } from './lane/settler.js';
import { pause } from './lane/pause.js';

/** How failures are met. */
export interface RetrySettings {
  /** How often a handler may fail, or the process die, before the event is put aside. Default 5. */
  readonly maxAttempts?: number;
  /** Between those attempts. Default from 200 ms to 10 s. */
  readonly backoff?: Backoff;
  /** How long one call of the handler may take, in milliseconds. Default 30,000. */
  readonly handlerTimeoutMs?: number;
}

/** {@link RetrySettings} with nothing left open. */
export type Retry = Required<RetrySettings>;

/** Fills in the defaults. @throws RangeError when there would be no attempt. */
export function retryOf({ maxAttempts = 5, backoff, handlerTimeoutMs = 30_000 }: RetrySettings): Retry {
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1)
    throw new RangeError('maxAttempts must be at least 1');
  return { maxAttempts, backoff: backoff ?? { baseMs: 200, capMs: 10_000 }, handlerTimeoutMs };
}

/** Waits after a failure. @throws StoppedError when `over` fires. */
export async function waitAfter(failures: number, backoff: Backoff, over: AbortSignal): Promise<void> {
  await pause(backoffMs(failures, backoff, Math.random()), over);
  if (over.aborted) throw new StoppedError();
}

/** The handler took too long; it may still be at work. */
export class HandlerTimeoutError extends Error {
  constructor(type: string, ms: number) {
    super(`the handler of ${type} took longer than ${ms} ms`);
    this.name = 'HandlerTimeoutError';
  }
}

/** Calls a handler. @throws HandlerTimeoutError when it takes too long. */
export async function callInTime(type: string, ms: number, handler: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HandlerTimeoutError(type, ms)), ms);
  });
  try {
    await Promise.race([Promise.resolve(handler()), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong, for a dead letter. */
export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
