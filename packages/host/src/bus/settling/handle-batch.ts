import type { EventEnvelope } from '@quyu/contract-kit';
import type { AnyRuntime, Tx } from '@quyu/plugin-kit';
import type { Statement } from '../../database/run-together.js';
import type { Session } from '../../database/session.js';
import { type Cause, withCause } from '../../database/cause.js';
import { withScope } from '../../database/scope.js';
import { sqlStateOf } from '../../database/errors.js';
import type { Received } from '@quyu/lane';
import type { Books } from '../books/books.js';
import { failpoint } from '../failpoint.js';
import type { BusMeter } from '../../telemetry/meter.js';
import { LaneLostError } from '../books/inbox.js';
import { traceHandling } from '../../telemetry/event-spans.js';
import { type BatchPlan, type Handleable, runsOf } from './plan-batch.js';

/** What handling needs besides the messages. */
export interface HandleContext {
  readonly books: Books;
  readonly handlers: AnyRuntime['handlers'];
  /** How long one call of a handler may take, in milliseconds. */
  readonly handlerTimeoutMs: number;
  readonly meter: BusMeter;
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
  messages: readonly Received[],
  tx: Tx,
  session: Session,
  context: HandleContext,
): Promise<BatchPlan> {
  const { books } = context;
  const plan = await bookkeeping(() => books.open(messages, session));
  await handleEvents(plan.handle, tx, { ...context, consumer: books.lane.consumer });
  deferBookkeeping(session, books.close(plan));
  failpoint('consumer.before-commit');
  return plan;
}

/** Does the host's own work, whose failures are told from the handler's. */
export async function bookkeeping<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asBookkeeping(error);
  }
}

/** Has the host's own statements run with the commit. */
export function deferBookkeeping(session: Session, statements: readonly Statement[]): void {
  for (const statement of statements) session.defer(statement, asBookkeeping);
}

/** A statement on a failed transaction (25P02) is the fault of the handler that swallowed the failure. */
function asBookkeeping(error: unknown): unknown {
  const isTheirs = error instanceof LaneLostError || sqlStateOf(error) === '25P02';
  return isTheirs ? error : new BookkeepingError(error);
}

type SingleHandler = (event: EventEnvelope, tx: Tx) => Promise<void>;
type RunHandler = { readonly batch: (events: readonly EventEnvelope[], tx: Tx) => Promise<void> };

/** How handlers are called, and for whom. */
export interface HandlerCalls {
  readonly handlers: AnyRuntime['handlers'];
  readonly handlerTimeoutMs: number;
  /** The service whose handlers these are. */
  readonly consumer: string;
  readonly meter: BusMeter;
}

/** Calls the handlers of events in their order. @throws whatever a handler throws, or that it took too long. */
export async function handleEvents(
  events: readonly Handleable[],
  tx: Tx,
  calls: HandlerCalls,
): Promise<void> {
  const deadline = createDeadline(calls.handlerTimeoutMs);
  try {
    for (const run of runsOf(events)) {
      await callHandler(
        run.map(({ envelope }) => envelope),
        tx,
        { ...calls, deadline },
      );
    }
  } finally {
    deadline.end();
  }
}

type Calls = HandlerCalls & { readonly deadline: Deadline };

async function callHandler(events: readonly EventEnvelope[], tx: Tx, calls: Calls): Promise<void> {
  const handlers: Readonly<Record<string, SingleHandler | RunHandler>> = calls.handlers;
  const type = events[0]?.type ?? '';
  const handler = handlers[type];
  if (!handler) throw new TypeError(`there is no handler for ${type}`);
  if (typeof handler !== 'function') return callOnce(events, calls, () => handler.batch(events, tx));
  for (const event of events) await callOnce([event], calls, () => handler(event, tx));
}

/** One call: traced, timed and limited. */
async function callOnce(
  events: readonly EventEnvelope[],
  { consumer, deadline, meter }: Calls,
  work: () => Promise<void>,
): Promise<void> {
  const last = events.at(-1);
  if (!last) return;
  const done = meter.handling(last.type);
  try {
    await traceHandling(consumer, events, (traceparent) => deadline.limit(last, traceparent, work));
  } finally {
    done();
  }
}

/** Limits the time of one call after another, with one timer for all of them. */
interface Deadline {
  /** What the work publishes follows from the event: from the last one, when it handles several. */
  limit(event: EventEnvelope, traceparent: string | undefined, work: () => Promise<void>): Promise<void>;
  end(): void;
}

function createDeadline(ms: number): Deadline {
  let current = '';
  const { promise: late, reject } = Promise.withResolvers<never>();
  // It is raced by every call, and may fire between two of them.
  late.catch(() => undefined);
  const timer = setTimeout(
    () => reject(new Error(`the handler of ${current} took longer than ${ms} ms`)),
    ms,
  );
  return {
    async limit(event, traceparent, work) {
      current = event.type;
      timer.refresh();
      const cause = causeOf(event, traceparent);
      await Promise.race([withScope('everything', () => withCause(cause, work)), late]);
    },
    end: () => clearTimeout(timer),
  };
}

function causeOf({ id, correlationId }: EventEnvelope, traceparent: string | undefined): Cause {
  return { correlationId, causationId: id, ...(traceparent ? { traceparent } : {}) };
}
