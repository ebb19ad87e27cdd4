import type { IncomingHttpHeaders } from 'node:http';
import type { Cause } from '../database/transactor.js';

const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
const CORRELATION_ID = /^[\w.:-]{1,128}$/;

/**
 * What a request carries into the events it leads to. The correlation is the caller's `x-correlation-id`, else the
 * id of its trace, else the request's own id.
 */
export function causeOfRequest(headers: IncomingHttpHeaders, requestId: string): Cause {
  const given = headers['x-correlation-id'];
  const traceparent = headers['traceparent'];
  const trace = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : null;
  const correlationId =
    typeof given === 'string' && CORRELATION_ID.test(given) ? given : (trace?.[1] ?? requestId);
  return { correlationId, causationId: requestId, ...(trace ? { traceparent: trace[0] } : {}) };
}

/** The headers that carry a cause to another service. */
export function headersOfCause(cause: Cause | undefined): Record<string, string> {
  if (!cause) return {};
  return {
    'x-correlation-id': cause.correlationId,
    ...(cause.traceparent ? { traceparent: cause.traceparent } : {}),
  };
}
