import { type EventContract, check, partitionOf } from '@quyu/contract-kit';
import type { Cause } from './cause.js';

/** An event as it waits for its transaction to commit. */
export interface BufferedEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly partition: number;
  /** The exact bytes that will be published. */
  readonly payload: string;
  /** {@link Cause} as JSON, without the actor. */
  readonly cause: string;
}

/** What {@link bufferEvent} takes besides the event. */
export interface BufferContext {
  readonly id: string;
  readonly service: string;
  readonly cause: Cause;
}

/**
 * Checks an event and makes it ready to be stored. Later changes to `data` do not change it.
 *
 * @throws TypeError naming the event and the place: publishing what breaks the contract is a programmer's error.
 */
export function bufferEvent(event: EventContract, data: unknown, context: BufferContext): BufferedEvent {
  if (event.service !== context.service) {
    throw new TypeError(
      `${event.type} belongs to "${event.service}": "${context.service}" cannot publish it`,
    );
  }
  const parsed = check(event.schema, data, '/data');
  if (!parsed.ok) {
    const faults = parsed.faults.map((fault) => `${fault.pointer} ${fault.message}`).join('; ');
    throw new TypeError(`${event.type}: ${faults}`);
  }
  const aggregateId = aggregateIdOf(event, parsed.value);
  return {
    id: context.id,
    type: event.type,
    aggregateType: event.aggregate,
    aggregateId,
    partition: partitionOf(event.aggregate, aggregateId),
    payload: JSON.stringify(parsed.value),
    cause: JSON.stringify(travelling(context.cause)),
  };
}

function travelling({ correlationId, causationId, traceparent }: Cause): Cause {
  return { correlationId, causationId, ...(traceparent ? { traceparent } : {}) };
}

/** The longest aggregate id: it travels in headers and is part of keys. */
export const AGGREGATE_ID_LIMIT = 256;

/** True when an id can travel in a message header and come back as it was. */
export function isAggregateId(id: unknown): id is string {
  return (
    typeof id === 'string' &&
    id !== '' &&
    id.length <= AGGREGATE_ID_LIMIT &&
    id.trim() === id &&
    !/\p{Cc}|\p{Cs}/u.test(id)
  );
}

function aggregateIdOf(event: EventContract, data: unknown): string {
  const id = (data as Readonly<Record<string, unknown>>)[event.key];
  if (isAggregateId(id)) return id;
  throw new TypeError(
    `${event.type}: /data/${event.key} must be the aggregate's id: 1 to ${AGGREGATE_ID_LIMIT} characters ` +
      'without control characters or surrounding spaces',
  );
}
