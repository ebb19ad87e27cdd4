import type { Problem, ProblemDocument } from '@quyu/contract-kit';
import type { FastifyRequest } from 'fastify';
import { parseTraceparent } from '../telemetry/trace-context.js';
import { languageOf } from './language.js';

/** A problem as this caller reads it: in their language, with what names the request in logs and traces. */
export function problemDocument(
  problem: Problem,
  { id, headers }: Pick<FastifyRequest, 'id' | 'headers'>,
): ProblemDocument {
  // The request's span has written itself into the header, where requests are traced.
  const traceparent = headers['traceparent'];
  const traceId = parseTraceparent(typeof traceparent === 'string' ? traceparent : undefined)?.traceId;
  return problem.toDocument(languageOf(headers['accept-language']), id, traceId);
}
