import type { Problem } from '@quyu/contract-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { discardBody } from './discard-body.js';
import { problemDocument } from './problem-document.js';

/** Answers with a problem document (RFC 9457) in the caller's language. */
export function replyProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const document = problemDocument(problem, request);
  if (problem.status === 401) reply.header('www-authenticate', challengeOf(request));
  const { retryAfterSeconds } = problem.details;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  // Fastify asks to close the connection when a body was at fault. A close with unread bytes resets the connection,
  // and the caller would lose the answer: what is left of the body is read and dropped instead.
  reply.removeHeader('connection');
  discardBody(request.raw, reply.raw);
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(document));
}

function challengeOf(request: FastifyRequest): string {
  return request.headers.authorization === undefined
    ? 'Bearer realm="quyu"'
    : 'Bearer realm="quyu", error="invalid_token"';
}
