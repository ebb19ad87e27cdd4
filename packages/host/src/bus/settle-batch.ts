import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { isDatabaseOutage, messageOf } from '../database/errors.js';
import type { Transactor } from '../database/transactor.js';
import { countAttempt, forgetAttempts } from './attempts.js';
import { type Backoff, backoffMs } from '@quyu/lane';
import { type DeadReason, bury } from './dead-letters.js';
import type { Received } from '@quyu/lane';
import { failpoint } from './failpoint.js';
import { BookkeepingError, type HandleContext, handleBatch } from './handle-batch.js';
import { LaneLostError, confirmEpoch, enterInbox } from './inbox.js';
import { pause } from './wake-signal.js';

/** How failures are met. */
export interface RetrySettings {
  /** How often a handler may fail, or the process die, before the event is put aside. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** A random number in [0, 1). */
  readonly random: () => number;
}

/** What settling needs besides the messages. */
export interface SettleContext extends HandleContext {
  readonly transactor: Transactor;
  readonly pool: Pool;
  readonly retry: RetrySettings;
  readonly log: Logger;
  /** Fires when the lane is to stop: what is not settled then is given back. */
  readonly over: AbortSignal;
  readonly onProblem: (problem: string | undefined) => void;
}

/** A message of the batch in hand. */
export interface InHand {
  readonly decoded: Received;
  /** True when it was given to somebody before, who may have died of it. */
  readonly isSuspect: boolean;
  /** Tells the broker that it is settled, and why it was put aside if it was. */
  settled(deadBecause?: string): void;
}

/** The lane stops before the batch is settled. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/**
 * Sees to it that every message of a batch is settled: handled in one transaction, or, when that fails, one by one, so
 * that only the one at fault is retried and in the end put aside. The order is kept throughout: nothing overtakes.
 *
 * @throws StoppedError when the lane is to stop, LaneLostError when it belongs to another replica.
 */
export async function settleBatch(batch: readonly InHand[], context: SettleContext): Promise<void> {
  if (!batch.some(({ isSuspect }) => isSuspect) && (await tryTogether(batch, context))) return;
  for (const message of batch) await settleOne(message, context);
}

async function tryTogether(batch: readonly InHand[], context: SettleContext): Promise<boolean> {
  try {
    await untilNoTrouble(context, () => runBatch(batch, context));
    return true;
  } catch (error) {
    if (isEnd(error)) throw error;
    context.log.info(
      { err: error, lane: context.lane.name },
      'a batch failed: handling its events one by one',
    );
    return false;
  }
}

async function settleOne(message: InHand, context: SettleContext): Promise<void> {
  const { maxAttempts, backoff, random } = context.retry;
  for (let failures = 0, last = ''; ;) {
    const attempt = message.isSuspect
      ? await untilNoTrouble(context, () => countOn(message, context))
      : failures + 1;
    if (attempt > maxAttempts) {
      const reason = last === '' ? 'crashed' : 'failed';
      return putAside(
        message,
        reason,
        last || `the process died ${maxAttempts} times while it was handled`,
        maxAttempts,
        context,
      );
    }
    try {
      return await untilNoTrouble(context, () => runBatch([message], context));
    } catch (error) {
      if (isEnd(error)) throw error;
      failures += 1;
      last = describe(error);
      context.log.warn(
        { err: error, event: message.decoded.eventId, failures, lane: context.lane.name },
        'a handler failed',
      );
      if (failures >= maxAttempts) return putAside(message, 'failed', last, failures, context);
      await pause(backoffMs(failures, backoff, random()), context.over);
      if (context.over.aborted) throw new StoppedError();
    }
  }
}

async function runBatch(batch: readonly InHand[], context: SettleContext): Promise<void> {
  const messages = batch.map(({ decoded }) => decoded);
  const suspects = batch.flatMap(({ decoded, isSuspect }) => (isSuspect ? [decoded.eventId] : []));
  const plan = await context.transactor.run(
    causeOfLane(context),
    async (tx, client) => {
      const done = await handleBatch(messages, tx, client, context);
      if (suspects.length > 0) await forgetAttempts(client, context.lane.consumer, suspects);
      return done;
    },
    { repeatable: true },
  );
  failpoint('consumer.after-commit');
  const dead = new Map(
    plan.letters.map(({ message, reason, error }) => [message.eventId, `${reason}: ${error}`]),
  );
  for (const { decoded, settled } of batch) settled(dead.get(decoded.eventId));
  for (const [event, why] of dead)
    context.log.error({ event, lane: context.lane.name }, `event put aside, ${why}`);
  if (plan.outdated.length > 0) {
    context.log.warn(
      { events: plan.outdated, lane: context.lane.name },
      'events left out: later ones of their aggregates are done',
    );
  }
}

async function putAside(
  message: InHand,
  reason: DeadReason,
  error: string,
  attempts: number,
  context: SettleContext,
): Promise<void> {
  const { lane, epoch, transactor, log } = context;
  const { decoded } = message;
  await untilNoTrouble(context, () =>
    transactor.run(causeOfLane(context), async (_tx, client) => {
      await enterInbox(client, lane.consumer, [decoded.eventId]);
      await bury(client, lane, [{ message: decoded, reason, error, attempts }]);
      await forgetAttempts(client, lane.consumer, [decoded.eventId]);
      await confirmEpoch(client, lane, epoch, 0);
    }),
  );
  log.error({ event: decoded.eventId, lane: lane.name, attempts }, `event put aside, ${reason}: ${error}`);
  message.settled(`${reason}: ${error}`);
}

/** Repeats work for as long as the database is at fault: an outage says nothing about a message. */
async function untilNoTrouble<T>(context: SettleContext, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      const result = await work();
      context.onProblem(undefined);
      return result;
    } catch (error) {
      if (!isTrouble(error)) throw error;
      context.onProblem(messageOf(error));
      context.log.warn({ err: error, lane: context.lane.name }, 'events could not be handled: trying again');
      await pause(backoffMs(failures, { baseMs: 100, capMs: 5_000 }, context.retry.random()), context.over);
      if (context.over.aborted) throw new StoppedError();
    }
  }
}

function isTrouble(error: unknown): boolean {
  return !isEnd(error) && (error instanceof BookkeepingError || isDatabaseOutage(error));
}

function isEnd(error: unknown): boolean {
  return error instanceof LaneLostError || error instanceof StoppedError;
}

function countOn({ decoded }: InHand, { pool, lane }: SettleContext): Promise<number> {
  return countAttempt(pool, lane.consumer, decoded.eventId);
}

function causeOfLane({ lane }: SettleContext): { correlationId: string; causationId: string } {
  return { correlationId: lane.name, causationId: lane.name };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
