import type { EventEnvelope } from '@quyu/contract-kit';
import type { AnyRuntime, Tx } from '@quyu/plugin-kit';
import type { ClientBase } from 'pg';
import { type Cause, withCause } from '../database/cause.js';
import { sqlStateOf } from '../database/errors.js';
import { bury } from './dead-letters.js';
import type { Decoded } from './decode.js';
import { failpoint } from './failpoint.js';
import { type Standing, LaneLostError, advance, confirmEpoch, enterInbox, readStandings } from './inbox.js';
import type { Lane } from './lanes.js';
import { type BatchPlan, type Handleable, aggregatesOf, planBatch, runsOf } from './plan-batch.js';

/** What handling needs besides the messages. */
export interface HandleContext {
  readonly lane: Lane;
  readonly epoch: number;
  readonly handlers: AnyRuntime['handlers'];
  /** How long one call of a handler may take, in milliseconds. */
  readonly handlerTimeoutMs: number;
}

/** The host's own bookkeeping failed, not the handler: nothing is counted against the message. */
export class BookkeepingError extends Error {
  constructor(cause: unknown) {
    super('the bookkeeping of the events failed', { cause });
    this.name = 'BookkeepingError';
  }
}

/**
 * Handles a batch inside a transaction: what was seen before is left out, the rest is handled in order, and that it was is
 * noted with the effects.
 *
 * @throws whatever a handler throws. @throws LaneLostError when another replica has the lane.
 */
export async function handleBatch(
  messages: readonly Decoded[],
  tx: Tx,
  client: ClientBase,
  context: HandleContext,
): Promise<BatchPlan> {
  const { lane, epoch } = context;
  const plan = await bookkeeping(() => receive(messages, client, lane));
  for (const run of runsOf(plan.handle)) await callHandlers(run, tx, context);
  await bookkeeping(async () => {
    await bury(client, lane, plan.letters);
    await advance(client, lane, plan.positions);
    await confirmEpoch(client, lane, epoch, plan.handle.length);
  });
  failpoint('consumer.before-commit');
  return plan;
}

async function receive(messages: readonly Decoded[], client: ClientBase, lane: Lane): Promise<BatchPlan> {
  const fresh = await enterInbox(client, lane.consumer, messages.map((message) => message.eventId));
  const aggregates = fresh.size > 0 ? aggregatesOf(messages) : [];
  const standings = aggregates.length > 0 ? await readStandings(client, lane, aggregates) : new Map<string, Standing>();
  return planBatch(messages, fresh, standings);
}

/** A statement on a failed transaction (25P02) is the fault of the handler that swallowed the failure. */
async function bookkeeping<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LaneLostError || sqlStateOf(error) === '25P02') throw error;
    throw new BookkeepingError(error);
  }
}

type SingleHandler = (event: EventEnvelope, tx: Tx) => Promise<void>;
type RunHandler = { readonly batch: (events: readonly EventEnvelope[], tx: Tx) => Promise<void> };

async function callHandlers(run: readonly Handleable[], tx: Tx, context: HandleContext): Promise<void> {
  const events = run.map(({ envelope }) => envelope);
  const last = events.at(-1);
  if (!last) return;
  const handlers: Readonly<Record<string, SingleHandler | RunHandler>> = context.handlers;
  const handler = handlers[last.type];
  if (!handler) throw new TypeError(`there is no handler for ${last.type}`);
  if (typeof handler === 'function') {
    for (const event of events) await call(event, () => handler(event, tx), context);
  } else {
    await call(last, () => handler.batch(events, tx), context);
  }
}

/** What a handler publishes follows from the event; from the last one of them, when it handles several. */
async function call(event: EventEnvelope, work: () => Promise<void>, { handlerTimeoutMs }: HandleContext): Promise<void> {
  const late = new Error(`the handler of ${event.type} took longer than ${handlerTimeoutMs} ms`);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), handlerTimeoutMs);
  });
  try {
    await Promise.race([withCause(causeOf(event), work), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function causeOf({ id, correlationId, traceparent }: EventEnvelope): Cause {
  return { correlationId, causationId: id, ...(traceparent ? { traceparent } : {}) };
}
