import type { DeadLetter } from './dead-letter.js';
import type { SubscriberLog } from './subscriber-log.js';
import { describe, waitAfter } from './retry-settings.js';

/** Told of every event that is put aside. Until it resolves nothing later is handled. */
export type OnDead = (letter: DeadLetter) => void | Promise<void>;

const RETRY = { baseMs: 500, capMs: 30_000 };

/** Says in the log what was put aside. */
export function logDead(log: SubscriberLog): OnDead {
  return ({ reason, error, subject, streamSequence, attempts, event }) => {
    const what = event ? `${event.type} ${event.id} of ${event.aggregateType} ${event.aggregateId}` : subject;
    log.error(
      `put aside, ${reason} after ${attempts} attempts: ${what} (stream sequence ${streamSequence}): ${error}`,
    );
  };
}

/**
 * Tells of a dead letter, until that succeeds: it may be the only place that knows.
 *
 * @throws StoppedError when `over` fires first; the event comes again.
 */
export async function reportDead(
  letter: DeadLetter,
  onDead: OnDead,
  log: SubscriberLog,
  over: AbortSignal,
): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await onDead(letter);
    } catch (error) {
      log.error(`onDead failed, trying again: ${describe(error)}`);
      await waitAfter(failures, RETRY, over);
    }
  }
}
