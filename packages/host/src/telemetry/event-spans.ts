import { type Link, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { EventEnvelope } from '@quyu/contract-kit';
import type { OutboxRow } from '../bus/relay/outbox.js';
import type { Outcome } from '../bus/relay/publish-window.js';
import { contextOf, parseTraceparent, traceparentOf } from './trace-context.js';

/** Until an SDK is registered its spans record nothing and only hand on the trace they are given. */
const tracer = trace.getTracer('@quyu/host');

type Settle = (outcome: Outcome) => void;
type Send = (row: OutboxRow, settle: Settle) => void;

/**
 * Makes a publish a span of the trace of whatever made the event happen. The event carries the span on. A span an event:
 * so a batch of several traces needs no links.
 */
export function tracePublishing(service: string, send: Send): Send {
  return (row, settle) => {
    const span = tracer.startSpan(
      `send ${row.type}`,
      { kind: SpanKind.PRODUCER, attributes: attributesOf('send', service, row.type, row.eventId) },
      contextOf(row.cause.traceparent),
    );
    const traceparent = traceparentOf(span);
    const traced = traceparent ? { ...row, cause: { ...row.cause, traceparent } } : row;
    send(traced, (outcome) => {
      if (outcome.kind === 'failed') markFailed(span, outcome.error.message);
      if (outcome.kind === 'refused') markFailed(span, outcome.reason);
      span.end();
      settle(outcome);
    });
  };
}

/**
 * Makes one call of a handler a span, linked to the publish of each event. Events of one trace make it a child of the last
 * publish too; events of several traces begin a trace of their own. A span is an attempt: its transaction may be rolled back.
 *
 * @param work gets the `traceparent` that what it publishes is to follow from.
 */
export async function traceHandling(
  service: string,
  events: readonly EventEnvelope[],
  work: (traceparent: string | undefined) => Promise<void>,
): Promise<void> {
  const links = linksTo(events);
  const last = events.at(-1);
  const oneTrace = new Set(links.map((link) => link.context.traceId)).size === 1;
  const span = tracer.startSpan(
    `process ${last?.type}`,
    {
      kind: SpanKind.CONSUMER,
      links,
      attributes: {
        ...attributesOf('process', service, last?.type ?? '', events.length === 1 ? last?.id : undefined),
        ...(events.length > 1 ? { 'messaging.batch.message_count': events.length } : {}),
      },
    },
    contextOf(oneTrace ? last?.traceparent : undefined),
  );
  try {
    await work(traceparentOf(span));
  } catch (error) {
    markFailed(span, error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    span.end();
  }
}

function linksTo(events: readonly EventEnvelope[]): Link[] {
  return events
    .map(({ traceparent }) => parseTraceparent(traceparent))
    .filter((context) => context !== undefined)
    .map((context) => ({ context }));
}

function attributesOf(
  operation: 'send' | 'process',
  service: string,
  type: string,
  eventId: string | undefined,
): Record<string, string> {
  return {
    'messaging.system': 'nats',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': type,
    'quyu.service': service,
    ...(eventId ? { 'messaging.message.id': eventId } : {}),
  };
}

function markFailed(span: Span, message: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
