import type { FastifyReply } from 'fastify';
import { etagOf } from './if-match.js';
import type { Outcome, ServedRoute } from './served.js';

/** Sends a JSON answer with its version and, for long work, where its progress is told. */
export function sendAnswer({ api, route }: ServedRoute, reply: FastifyReply, outcome: Outcome): FastifyReply {
  const { body: answer, replayed } = outcome;
  reply.code(route.status);
  if (replayed) reply.header('idempotency-replayed', 'true');
  if (route.answer === undefined) return reply.send();
  const etag = etagOf(answer);
  if (etag !== undefined) reply.header('etag', etag);
  const jobId = route.status === 202 ? jobIdOf(answer) : undefined;
  if (jobId !== undefined) reply.header('location', `/api/${api.service}/v1/jobs/${jobId}`);
  return reply.type('application/json; charset=utf-8').send(answer);
}

function jobIdOf(answer: unknown): string | undefined {
  const jobId = typeof answer === 'object' && answer !== null && 'jobId' in answer ? answer.jobId : undefined;
  return typeof jobId === 'string' ? jobId : undefined;
}
