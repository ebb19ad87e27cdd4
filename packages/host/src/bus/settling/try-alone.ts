import type { InHand } from '@quyu/lane';
import { countAttempts } from '../books/attempts.js';
import { outlastTrouble } from './outlast-trouble.js';
import { type Why, crashed, failed } from './put-aside.js';
import { runBatch } from './run-batch.js';
import { type SettleContext, isEnd } from './settle-context.js';
import { traceOf } from './trace-of.js';
import { KEPT_TURN } from '../lanes/turns.js';

/**
 * Tries to handle one message. The try of a suspect is counted before it is made, for a message that kills the process leaves no
 * other trace; and no other suspect is tried meanwhile, or it would be counted against that one as well.
 *
 * @param failures how often it has failed here before.
 * @returns undefined when it is done, or why it should be put aside; `attempts` tells whether it may be tried again.
 */
export function tryAlone(
  message: InHand,
  failures: number,
  context: SettleContext,
): Promise<Why | undefined> {
  if (!message.isSuspect) return tryOnce(message, failures + 1, context);
  const kept = { ...context, turn: KEPT_TURN };
  return context.suspects.take(async () => tryOnce(message, await countTry(message, kept), kept));
}

async function tryOnce(message: InHand, attempt: number, context: SettleContext): Promise<Why | undefined> {
  const { maxAttempts } = context.retry;
  if (attempt > maxAttempts) return crashed(maxAttempts);
  try {
    await runBatch([message], context);
    return undefined;
  } catch (error) {
    if (isEnd(error)) throw error;
    const { eventId: event } = message.received;
    context.meter.failed(typeOf(message));
    context.log.warn(
      { ...traceOf(message), err: error, event, attempt, lane: context.books.lane.name },
      'a handler failed',
    );
    return failed(error, attempt);
  }
}

async function countTry({ received }: InHand, context: SettleContext): Promise<number> {
  const { consumer } = context.books.lane;
  const counts = await outlastTrouble(context, () =>
    countAttempts(context.pool, consumer, [received.eventId]),
  );
  return counts.get(received.eventId) ?? 1;
}

function typeOf({ received }: InHand): string {
  return received.ok ? received.envelope.type : 'unknown';
}
