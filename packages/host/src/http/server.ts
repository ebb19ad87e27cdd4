import { type Problem, platformErrors } from '@quyu/contract-kit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isRefusal } from '../audit/refusal.js';
import { authoriseEveryRoute } from './authorise.js';
import type { Authenticate } from './authenticate.js';
import { answerClientError } from './client-errors.js';
import { logFailure, pathOfRequest } from './log-failure.js';
import { problemOf } from './problem-of.js';
import { registerService } from './register-routes.js';
import { replyProblem } from './reply-problem.js';
import { setSecurityHeaders } from './security-headers.js';
import type { ServeOptions, ServedService } from './served.js';
import { traceRequests } from '../telemetry/http-spans.js';
import { rememberAddresses } from './unknown-address.js';

/** What {@link createServer} takes. */
export interface ServerOptions extends ServeOptions {
  readonly services: readonly ServedService[];
  readonly authenticate: Authenticate;
  readonly newId: () => string;
  /** Told when somebody is refused something. */
  readonly onRefusal: (problem: Problem, request: FastifyRequest) => void;
  /** Most connections at a time; more are refused by the operating system's queue. */
  readonly maxConnections: number;
  /** Whether the host is about to stop: callers are then told to use another connection next time. */
  readonly isDraining: () => boolean;
  /** Adds the pages that belong to no service. */
  readonly addPages: (server: FastifyInstance) => void;
}

/** A connection on which nothing moves for so long is closed. */
const IDLE_MS = 120_000;
/** A request must have arrived after so long, however slowly its bytes drip in. */
const ARRIVAL_MS = 900_000;

/**
 * Makes the server of all services on one port: every route authorised, every error a problem document. It does not
 * listen yet.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    genReqId: options.newId,
    connectionTimeout: IDLE_MS,
    requestTimeout: ARRIVAL_MS,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) =>
      void fail(error, request as FastifyRequest, reply as FastifyReply, options),
    clientErrorHandler: answerClientError,
  });
  server.server.maxConnections = options.maxConnections;
  traceRequests(server);
  authoriseEveryRoute(server, options.authenticate);
  addHooks(server, options);
  const answerUnknown = rememberAddresses(server);
  server.setNotFoundHandler((request, reply) => answerUnknown(request, reply));
  server.setErrorHandler((error, request, reply) => fail(error, request, reply, options));
  options.addPages(server);
  for (const service of options.services) registerService(server, service, options);
  await server.ready();
  return server;
}

function addHooks(server: FastifyInstance, { log, isDraining }: ServerOptions): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    setSecurityHeaders(reply);
    if (isDraining()) reply.header('connection', 'close');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (log.isLevelEnabled('debug')) {
      const line = {
        requestId: request.id,
        method: request.method,
        path: pathOfRequest(request),
        status: reply.statusCode,
      };
      log.debug({ ...line, ms: Math.round(reply.elapsedTime) }, 'answered');
    }
    done();
  });
}

function fail(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, onRefusal }: ServerOptions,
): FastifyReply {
  const problem = problemOf(error);
  if (isRefusal(problem)) onRefusal(problem, request);
  logFailure(log, problem, request);
  return replyProblem(hideDetail(problem), request, reply);
}

/** The detail of what failed on our side may come from anywhere: it is in the log, under the request's id. */
function hideDetail(problem: Problem): Problem {
  return problem.code === 'INTERNAL' ? platformErrors.INTERNAL() : problem;
}
