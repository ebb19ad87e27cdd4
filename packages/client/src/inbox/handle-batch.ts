import type { ClientBase } from 'pg';
import type { InHand } from '@quyu/lane';
import { callInTime } from '../retry-settings.js';
import { aggregatesOf } from './aggregate.js';
import { bookkeeping } from './bookkeeping.js';
import { bury } from './dead-store.js';
import { inTransaction } from './in-transaction.js';
import { type BatchPlan, type Buried, type Standing, planBatch } from './plan-batch.js';
import { advance, confirmEpoch, enterInbox, forgetAttempts, idsOf, readStandings } from './store.js';
import type { TermContext } from './term-context.js';

/** Handles a batch in one transaction, with the note that it is handled. @returns what was put aside instead. */
export function handleBatch(batch: readonly InHand[], context: TermContext): Promise<readonly Buried[]> {
  return inTransaction(context, async (client) => {
    const plan = await bookkeeping(() => receive(batch, client, context));
    for (const event of plan.handle) {
      await callInTime(event.type, context.retry.handlerTimeoutMs, () => context.handler(event, client));
    }
    await bookkeeping(() => note(batch, plan, client, context));
    return plan.buried;
  });
}

async function receive(
  batch: readonly InHand[],
  client: ClientBase,
  { owner }: TermContext,
): Promise<BatchPlan> {
  const messages = batch.map(({ received }) => received);
  const fresh = await enterInbox(client, owner, idsOf(messages));
  const aggregates = fresh.size > 0 ? aggregatesOf(messages) : [];
  const none = new Map<string, Standing>();
  const standings = aggregates.length > 0 ? await readStandings(client, owner, aggregates) : none;
  return planBatch(messages, fresh, standings);
}

async function note(
  batch: readonly InHand[],
  plan: BatchPlan,
  client: ClientBase,
  { owner, epoch }: TermContext,
): Promise<void> {
  await confirmEpoch(client, owner, epoch);
  for (const each of plan.buried) await bury(client, owner, each);
  await advance(client, owner, plan.positions);
  for (const { received, isSuspect } of batch) {
    if (isSuspect) await forgetAttempts(client, owner, received.eventId);
  }
}

/** Puts one message aside, instead of handling it. */
export function putAside(buried: Buried, context: TermContext): Promise<void> {
  const { owner, epoch } = context;
  return inTransaction(context, (client) =>
    bookkeeping(async () => {
      await confirmEpoch(client, owner, epoch);
      await enterInbox(client, owner, [buried.received.eventId]);
      await bury(client, owner, buried);
      await forgetAttempts(client, owner, buried.received.eventId);
    }),
  );
}
