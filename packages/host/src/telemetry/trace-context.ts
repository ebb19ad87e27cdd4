import { type Context, ROOT_CONTEXT, type Span, type SpanContext, context, trace } from '@opentelemetry/api';

const TRACEPARENT = /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})$/;

/** Reads a W3C `traceparent`; what is malformed is none, since it may come from anywhere. */
export function parseTraceparent(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

/** The `traceparent` that names a span, or undefined when nothing is traced. */
export function traceparentOf(span: Span): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (!trace.isSpanContextValid(span.spanContext())) return undefined;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** A context in which new spans are children of what the `traceparent` names. */
export function contextOf(traceparent: string | undefined): Context {
  const parent = parseTraceparent(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

/** Runs work so that spans of any instrumentation inside it belong to the trace. */
export function withTrace<T>(traceparent: string | undefined, work: () => T): T {
  return traceparent === undefined ? work() : context.with(contextOf(traceparent), work);
}

/** How a log line names the trace it belongs to. */
export function traceFields(traceparent: string | undefined): { trace_id?: string; span_id?: string } {
  const traced = parseTraceparent(traceparent);
  return traced ? { trace_id: traced.traceId, span_id: traced.spanId } : {};
}
