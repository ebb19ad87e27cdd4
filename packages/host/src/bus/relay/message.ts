import { type MsgHdrs, headers } from '@nats-io/nats-core';
import { type EventType, subjectOf, toHeaders } from '@quyu/contract-kit';
import type { OutboxRow } from './outbox.js';

/** An event as it goes to the broker. */
export interface Message {
  readonly subject: string;
  readonly headers: MsgHdrs;
  readonly payload: Uint8Array;
}

const encoder = new TextEncoder();

/** Makes the message of an event: CloudEvents headers, and the payload exactly as it was stored. */
export function messageOfRow(row: OutboxRow, root: string, service: string, stream: string): Message {
  const type = row.type as EventType;
  const attributes = {
    id: row.eventId,
    type,
    service,
    aggregateType: row.aggregateType,
    aggregateId: row.aggregateId,
    aggregateVersion: Number(row.aggregateVersion),
    time: row.occurredAt.toISOString(),
    ...row.cause,
  };
  const head = headers();
  for (const [name, value] of Object.entries(toHeaders(attributes))) head.set(name, value);
  if (row.cause.traceparent) head.set('traceparent', row.cause.traceparent);
  head.set('Nats-Msg-Id', row.eventId);
  head.set('Nats-Expected-Stream', stream);
  return {
    subject: subjectOf(root, type, row.partition),
    headers: head,
    payload: encoder.encode(row.payload),
  };
}
