import { traceOf } from './trace-of.js';
import type { InHand } from '@quyu/lane';
import { forgetAttempts } from '../books/attempts.js';
import type { DeadReason } from '../books/dead-letters.js';
import { bookkeeping, deferBookkeeping } from './handle-batch.js';
import { outlastTrouble } from './outlast-trouble.js';
import { type SettleContext, causeOfLane } from './settle-context.js';

/** Why an event is put aside. */
export interface Why {
  readonly reason: DeadReason;
  readonly error: string;
  /** How often it was tried. */
  readonly attempts: number;
}

/** An event that nobody has survived. */
export function crashed(attempts: number): Why {
  return { reason: 'crashed', error: `the process died ${attempts} times while it was handled`, attempts };
}

/** An event whose handler fails. */
export function failed(error: unknown, attempts: number): Why {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { reason: 'failed', error: text, attempts };
}

/** Puts a message aside instead of handling it, and tells the broker. */
export async function putAside(message: InHand, why: Why, context: SettleContext): Promise<void> {
  const { books, transactor, log, meter } = context;
  const { eventId } = message.received;
  const letters = [{ message: message.received, ...why }];
  await outlastTrouble(context, () =>
    transactor.run(causeOfLane(context), async (_tx, session) => {
      await bookkeeping(() => books.open([message.received], session));
      deferBookkeeping(session, [
        ...books.close({ handle: [], letters, positions: [], outdated: [] }),
        forgetAttempts(books.lane.consumer, [eventId]),
      ]);
    }),
  );
  const { reason, error, attempts } = why;
  const about = { ...traceOf(message), event: eventId, lane: books.lane.name, attempts };
  log.error(about, `event put aside, ${reason}: ${error}`);
  meter.buried(reason);
  message.settled(`${reason}: ${error}`);
}
