import type { EventType } from './event.js';

/** An event as it travels: CloudEvents 1.0 attributes and the payload. */
export interface EventEnvelope<Data = unknown, Type extends EventType = EventType> {
  /** UUIDv7; also the broker's message id, so that a repeated publish is recognised. */
  readonly id: string;
  readonly type: Type;
  readonly service: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  /** Rises by one with every event of the aggregate, starting at 1. */
  readonly aggregateVersion: number;
  /** ISO 8601 instant at which it happened. */
  readonly time: string;
  /** The same for everything that follows from one request. */
  readonly correlationId: string;
  /** The request or event that caused this one. */
  readonly causationId: string;
  readonly traceparent?: string;
  readonly data: Data;
}

/** What an envelope says besides its payload. */
export type EventAttributes = Omit<EventEnvelope, 'data'>;

const TYPE_PREFIX = 'io.quyu.';
const SOURCE_PREFIX = '/quyu/';

/**
 * The message headers of an envelope: CloudEvents 1.0 in binary mode (`ce-*`), with the registered extensions
 * `sequence`, `partitionkey` and `traceparent`, and ours `aggregatetype`, `correlationid`, `causationid`.
 *
 * @example toHeaders(envelope)['ce-type'] // 'io.quyu.partner.activated.v1'
 */
export function toHeaders(envelope: EventAttributes): Record<string, string> {
  return {
    'ce-specversion': '1.0',
    'ce-id': envelope.id,
    'ce-type': TYPE_PREFIX + envelope.type,
    'ce-source': SOURCE_PREFIX + envelope.service,
    'ce-subject': envelope.aggregateId,
    'ce-time': envelope.time,
    'ce-aggregatetype': envelope.aggregateType,
    'ce-sequence': String(envelope.aggregateVersion),
    'ce-partitionkey': `${envelope.aggregateType}/${envelope.aggregateId}`,
    'ce-correlationid': envelope.correlationId,
    'ce-causationid': envelope.causationId,
    ...(envelope.traceparent ? { 'ce-traceparent': envelope.traceparent } : {}),
    'content-type': 'application/json',
  };
}

/**
 * Reads the attributes back from message headers.
 *
 * @param header gives a header's value, or '' or undefined when it is absent.
 * @throws TypeError naming the header that is missing or malformed.
 */
export function fromHeaders(header: (name: string) => string | undefined): EventAttributes {
  const need = (name: string): string => {
    const value = header(name);
    if (!value) throw new TypeError(`header ${name} is missing`);
    return value;
  };
  const version = Number(need('ce-sequence'));
  if (!Number.isSafeInteger(version) || version < 1)
    throw new TypeError('header ce-sequence is not a positive integer');
  const traceparent = header('ce-traceparent');
  return {
    id: need('ce-id'),
    type: without(TYPE_PREFIX, 'ce-type', need('ce-type')) as EventType,
    service: without(SOURCE_PREFIX, 'ce-source', need('ce-source')),
    aggregateType: need('ce-aggregatetype'),
    aggregateId: need('ce-subject'),
    aggregateVersion: version,
    time: need('ce-time'),
    correlationId: need('ce-correlationid'),
    causationId: need('ce-causationid'),
    ...(traceparent ? { traceparent } : {}),
  };
}

function without(prefix: string, name: string, value: string): string {
  if (!value.startsWith(prefix)) throw new TypeError(`header ${name} does not start with ${prefix}`);
  return value.slice(prefix.length);
}
