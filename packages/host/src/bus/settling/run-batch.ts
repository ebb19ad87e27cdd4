import type { InHand } from '@quyu/lane';
import { batchActor } from '../../audit/batch-actor.js';
import { forgetAttempts } from '../books/attempts.js';
import { failpoint } from '../failpoint.js';
import { deferBookkeeping, handleBatch } from './handle-batch.js';
import { outlastTrouble } from './outlast-trouble.js';
import type { BatchPlan } from './plan-batch.js';
import { type SettleContext, causeOfLane } from './settle-context.js';

/** Handles messages in one transaction, and tells the broker. @throws whatever a handler throws; then nothing was done. */
export async function runBatch(batch: readonly InHand[], context: SettleContext): Promise<void> {
  const messages = batch.map(({ received }) => received);
  const suspects = batch.flatMap(({ received, isSuspect }) => (isSuspect ? [received.eventId] : []));
  const { consumer } = context.books.lane;
  const plan = await outlastTrouble(context, () =>
    context.transactor.run(
      { ...causeOfLane(context), actor: batchActor(consumer, messages) },
      async (tx, session) => {
        if (suspects.length > 0) deferBookkeeping(session, [forgetAttempts(consumer, suspects)]);
        return handleBatch(messages, tx, session, context);
      },
      { repeatable: true },
    ),
  );
  failpoint('consumer.after-commit');
  tell(batch, plan, context);
}

function tell(
  batch: readonly InHand[],
  { handle, letters, outdated }: BatchPlan,
  { books, log, meter }: SettleContext,
): void {
  const lane = books.lane.name;
  if (handle.length > 0) meter.handled(books.lane.source, handle.length);
  for (const { reason } of letters) meter.buried(reason);
  const dead = new Map(letters.map(({ message, reason, error }) => [message.eventId, `${reason}: ${error}`]));
  for (const { received, settled } of batch) settled(dead.get(received.eventId));
  for (const [event, why] of dead) log.error({ event, lane }, `event put aside, ${why}`);
  if (outdated.length > 0)
    log.warn({ events: outdated, lane }, 'events left out: later ones of their aggregates are done');
}
