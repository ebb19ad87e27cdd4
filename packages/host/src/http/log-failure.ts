import type { Problem } from '@quyu/contract-kit';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { traceFields } from '../telemetry/trace-context.js';

/** Logs a failure of ours once, with its stack; what the caller did wrong is not ours to log here. */
export function logFailure(log: Logger, problem: Problem, request: FastifyRequest): void {
  if (problem.status < 500) return;
  const line = {
    ...traceOfRequest(request),
    requestId: request.id,
    method: request.method,
    path: pathOfRequest(request),
    err: problem.cause ?? problem,
  };
  if (problem.code === 'INTERNAL') log.error(line, 'the request failed');
  else log.warn(line, `the request was answered with ${problem.code}`);
}

/** How a log line names the trace of a request: its span has written itself into the header. */
export function traceOfRequest({ headers }: FastifyRequest): ReturnType<typeof traceFields> {
  const { traceparent } = headers;
  return traceFields(typeof traceparent === 'string' ? traceparent : undefined);
}

/** The address without its query, which may hold what does not belong in a log. */
export function pathOfRequest(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!;
}
