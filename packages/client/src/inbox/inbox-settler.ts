import { deadLetterOf } from '../dead-letter.js';
import type { InHand } from '@quyu/lane';
import { type Settler, StoppedError, type Term } from '../lane/settler.js';
import { reportDead } from '../report-dead.js';
import { describe, waitAfter } from '../retry-settings.js';
import { handleBatch, putAside } from './handle-batch.js';
import { BookkeepingError, bookkeeping } from './bookkeeping.js';
import { OutageError } from './in-transaction.js';
import { LaneLostError, beginEpoch, countAttempt, findInInbox, idsOf } from './store.js';
import type { Buried } from './plan-batch.js';
import type { InboxSettings, TermContext } from './term-context.js';

const BATCH = 100;
const OUTAGE_RETRY = { baseMs: 100, capMs: 5_000 };

/** Handles events in transactions, together with the note that they are handled. */
export function createInboxSettler(settings: InboxSettings): Settler {
  return {
    async begin({ durable, service }, onProblem): Promise<Term> {
      const owner = { tables: settings.tables, durable, source: service };
      const epoch = await beginEpoch(settings.pool, owner);
      const context = { ...settings, owner, epoch, onProblem };
      return {
        batchSize: BATCH,
        findSettled: (messages) => findInInbox(settings.pool, owner, idsOf(messages)),
        settle: (batch, over) => settleBatch(batch, context, over),
      };
    },
  };
}

/** Together in one transaction, or, when that fails, one by one, so that only the one at fault is retried and put aside. */
async function settleBatch(batch: readonly InHand[], context: TermContext, over: AbortSignal): Promise<void> {
  if (!batch.some(({ isSuspect }) => isSuspect) && (await tryTogether(batch, context, over))) return;
  for (const message of batch) await settleOne(message, context, over);
}

async function tryTogether(
  batch: readonly InHand[],
  context: TermContext,
  over: AbortSignal,
): Promise<boolean> {
  try {
    await runBatch(batch, context, over);
    return true;
  } catch (error) {
    if (isEnd(error)) throw error;
    // A single one is tried again by itself, where its failures are counted.
    if (batch.length > 1)
      context.log.warn(`a batch failed, its events are handled one by one: ${describe(error)}`);
    return false;
  }
}

async function settleOne(message: InHand, context: TermContext, over: AbortSignal): Promise<void> {
  const { retry, log, pool, owner } = context;
  const { received, isSuspect } = message;
  for (let failures = 0, last = ''; ;) {
    const attempt = isSuspect
      ? await untilNoOutage(context, over, () =>
          bookkeeping(() => countAttempt(pool, owner, received.eventId)),
        )
      : failures + 1;
    if (attempt > retry.maxAttempts) {
      const died = `the process died ${retry.maxAttempts} times while it was handled`;
      const reason = last === '' ? 'crashed' : 'failed';
      return buryOne(message, { reason, error: last || died, attempts: retry.maxAttempts }, context, over);
    }
    try {
      return await runBatch([message], context, over);
    } catch (error) {
      if (isEnd(error)) throw error;
      failures += 1;
      last = describe(error);
      log.warn(`the handler failed on ${received.eventId} (${failures}): ${last}`);
      if (failures >= retry.maxAttempts) {
        return buryOne(message, { reason: 'failed', error: last, attempts: failures }, context, over);
      }
      await waitAfter(failures, retry.backoff, over);
    }
  }
}

async function runBatch(batch: readonly InHand[], context: TermContext, over: AbortSignal): Promise<void> {
  if (over.aborted) throw new StoppedError();
  const buried = await untilNoOutage(context, over, () => handleBatch(batch, context));
  await tell(batch, buried, context, over);
}

async function buryOne(
  message: InHand,
  why: { readonly reason: 'failed' | 'crashed'; readonly error: string; readonly attempts: number },
  context: TermContext,
  over: AbortSignal,
): Promise<void> {
  const buried = { received: message.received, letter: deadLetterOf(message.received, why) };
  await untilNoOutage(context, over, () => putAside(buried, context));
  await tell([message], [buried], context, over);
}

/** Tells who wants to know what was put aside, and then the broker what is settled. */
async function tell(
  batch: readonly InHand[],
  buried: readonly Buried[],
  { onDead, log }: TermContext,
  over: AbortSignal,
): Promise<void> {
  const letters = new Map(buried.map(({ received, letter }) => [received.eventId, letter]));
  for (const { received, settled } of batch) {
    const letter = letters.get(received.eventId);
    if (letter) await reportDead(letter, onDead, log, over);
    settled(letter && `${letter.reason}: ${letter.error}`);
  }
}

/** Repeats work for as long as the database is at fault: an outage says nothing about an event. */
async function untilNoOutage<T>(
  { onProblem, log }: TermContext,
  over: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      const result = await work();
      if (failures > 1) onProblem(undefined);
      return result;
    } catch (error) {
      if (!(error instanceof OutageError || error instanceof BookkeepingError)) throw error;
      onProblem(error.message);
      log.warn(`${error.message}: trying again`);
      await waitAfter(failures, OUTAGE_RETRY, over);
    }
  }
}

function isEnd(error: unknown): boolean {
  return error instanceof LaneLostError || error instanceof StoppedError;
}
