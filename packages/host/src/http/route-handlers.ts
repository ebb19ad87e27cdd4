import { answersWithLines, bodyFormOf, type BulkLine, type Route } from '@quyu/contract-kit';
import type { RouteRequest } from '@quyu/plugin-kit';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { requestActor } from '../audit/request-actor.js';
import { withCause } from '../database/cause.js';
import { withScope } from '../database/scope.js';
import { callerOf, mayOf, scopeOf } from './authorise.js';
import { readBody } from './body-stream.js';
import { readBulkLines } from './bulk-lines.js';
import { causeOfRequest } from './cause-of-request.js';
import { answerChecker } from './check-answer.js';
import { readIfMatch } from './if-match.js';
import { type Input, inputReader } from './read-input.js';
import { replyRows } from './reply-rows.js';
import { sendAnswer } from './send-answer.js';
import type { Perform, ServeOptions, ServedRoute } from './served.js';
import { withinTime } from './within-time.js';
import { writeHandler } from './write-route.js';

/** Makes the Fastify handler of a route: reads the input, does the work, answers. */
export function routeHandler(served: ServedRoute, options: ServeOptions): RouteHandlerMethod {
  const { route, service } = served;
  const readInput = inputReader(route);
  const answer = answerer(served, options);
  const actorOf = requestActor(served);
  const changes = route.kind === 'write' || route.kind === 'bulk' || route.kind === 'upload';
  return function handle(request, reply) {
    if (changes) service.admitChange();
    const input = requestOf(route, readInput(request), request);
    const cause = { ...causeOfRequest(request.headers, request.id), actor: actorOf(input, request) };
    return withScope(input.scope, () => withCause(cause, () => answer(input, request, reply)));
  };
}

type Answer = (input: RouteRequest, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Work that does not stream has a limit of time; a stream goes on for as long as something moves. */
function answerer(served: ServedRoute, options: ServeOptions): Answer {
  const { kind } = served.route;
  if (answersWithLines(served.route))
    return (input, request, reply) => replyRows(served, options, input, request, reply);
  const perform = kind === 'write' ? writeHandler(served, options) : plainHandler(served, options);
  const limitMs = kind === 'bulk' || kind === 'upload' ? undefined : options.requestTimeoutMs;
  return async (input, request, reply) => {
    const outcome = await withinTime(limitMs, (isGivenUp) => perform(input, request, isGivenUp));
    return sendAnswer(served, reply, outcome);
  };
}

function plainHandler({ route, handler, operation }: ServedRoute, options: ServeOptions): Perform {
  const checkAnswer = answerChecker(operation, route, options.checkAnswers);
  return async (input) => {
    const body = await handler(input);
    checkAnswer(body);
    return { body, replayed: false };
  };
}

function requestOf(route: Route, input: Input, request: FastifyRequest): RouteRequest {
  const ifMatch = route.ifMatch ? readIfMatch(request.headers['if-match']) : undefined;
  const [caller, scope] = [callerOf(request), scopeOf(request)];
  const may = mayOf(request);
  return { ...input, body: bodyOf(route, input, request), caller, scope, may, ifMatch };
}

function bodyOf(route: Route, input: Input, request: FastifyRequest): unknown {
  const form = bodyFormOf(route);
  if (form === 'lines') return linesOfRequest(route, request);
  return form === 'bytes' ? readBody(request.raw, route.bodyLimit) : input.body;
}

function linesOfRequest(route: Route, request: FastifyRequest): AsyncIterable<BulkLine<unknown>> {
  if (!route.body) throw new TypeError(`${route.path} takes lines but does not say of what`);
  return readBulkLines(readBody(request.raw, route.bodyLimit), route.body);
}
