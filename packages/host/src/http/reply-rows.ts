import type { RouteRequest } from '@quyu/plugin-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerChecker } from './check-answer.js';
import { discardBody } from './discard-body.js';
import { problemDocument } from './problem-document.js';
import { logFailure } from './log-failure.js';
import { problemOf } from './problem-of.js';
import { sendRows } from './rows-answer.js';
import { setSecurityHeaders } from './security-headers.js';
import type { ServeOptions, ServedRoute } from './served.js';

/** Answers with a stream of rows. A failure before the first row is still a problem document with its own status. */
export async function replyRows(
  served: ServedRoute,
  options: ServeOptions,
  input: RouteRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const checkAnswer = answerChecker(served.operation, served.route, options.checkAnswers);
  const toText = reply.getSerializationFunction(String(served.route.status)) ?? JSON.stringify;
  const rows = (served.handler(input) as AsyncIterable<Record<string, unknown>>)[Symbol.asyncIterator]();
  const first = await rows.next();
  reply.hijack();
  reply.raw.statusCode = served.route.status;
  for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '');
  setSecurityHeaders(reply);
  discardBody(request.raw, reply.raw);
  await sendRows(reply.raw, rows, first, {
    serialize(row: Record<string, unknown>) {
      checkAnswer(row);
      return toText(row);
    },
    problemOf(error) {
      const problem = problemOf(error);
      logFailure(options.log, problem, request);
      return problemDocument(problem, request);
    },
  });
  return reply;
}
