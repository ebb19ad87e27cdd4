import type { IncomingHttpHeaders } from 'node:http';
import type { Cause } from '../database/transactor.js';
import { parseTraceparent } from '../telemetry/trace-context.js';

const CORRELATION_ID = /^[\w.:-]{1,128}$/;

/**
 * What a request carries into the events it leads to. The correlation is the caller's `x-correlation-id`, else the
 * id of its trace, else the request's own id.
 */
export function causeOfRequest(headers: IncomingHttpHeaders, requestId: string): Cause {
  const given = headers['x-correlation-id'];
  const traceparent = headers['traceparent'];
  const claimed = typeof traceparent === 'string' ? traceparent : undefined;
  const trace = parseTraceparent(claimed);
  const correlationId =
    typeof given === 'string' && CORRELATION_ID.test(given) ? given : (trace?.traceId ?? requestId);
  return { correlationId, causationId: requestId, ...(trace && claimed ? { traceparent: claimed } : {}) };
}

/** The headers that carry a cause to another service. */
export function headersOfCause(cause: Cause | undefined): Record<string, string> {
  if (!cause) return {};
  return {
    'x-correlation-id': cause.correlationId,
    ...(cause.traceparent ? { traceparent: cause.traceparent } : {}),
  };
}
