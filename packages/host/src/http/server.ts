import { type Problem, platformErrors } from '@quyu/contract-kit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isRefusal } from '../audit/refusal.js';
import type { LimitSettings } from '../boot/http-settings.js';
import { authoriseEveryRoute, thrownBy } from './authorise.js';
import type { Authenticate } from './authenticate.js';
import { answerClientError } from './client-errors.js';
import { openToOrigins } from './limits/open-to-origins.js';
import { type RateLimits, createRateLimits } from './limits/rate-limits.js';
import { shedLoad } from './limits/shed-load.js';
import { logFailure, pathOfRequest, traceOfRequest } from './log-failure.js';
import { problemOf } from './problem-of.js';
import { registerService } from './register-routes.js';
import { replyProblem } from './reply-problem.js';
import { setSecurityHeaders } from './security-headers.js';
import type { ServeOptions, ServedService } from './served.js';
import { traceRequests } from '../telemetry/http-spans.js';
import type { Refusal } from '../telemetry/metrics.js';
import { rememberAddresses } from './unknown-address.js';

/** What {@link createServer} takes. */
export interface ServerOptions extends ServeOptions {
  readonly services: readonly ServedService[];
  readonly authenticate: Authenticate;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Told when somebody is refused something. */
  readonly onDenied: (problem: Problem, request: FastifyRequest) => void;
  /** Most connections at a time; more are refused by the operating system's queue. */
  readonly maxConnections: number;
  /** Whether the host is about to stop: callers are then told to use another connection next time. */
  readonly isDraining: () => boolean;
  /** Adds the pages that belong to no service. */
  readonly addPages: (server: FastifyInstance) => void;
  readonly limits: LimitSettings;
  /** Origins whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  /** Proxies whose word on the caller's address is believed. */
  readonly trustProxy: readonly string[];
  /** Told of each request that is refused for what it is, and why. */
  readonly onRefused: (reason: Refusal) => void;
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
    trustProxy: options.trustProxy.length > 0 && [...options.trustProxy],
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) =>
      void fail(error, request as FastifyRequest, reply as FastifyReply, options),
    clientErrorHandler: answerClientError,
  });
  server.server.maxConnections = options.maxConnections;
  addHooks(server, options);
  await shedLoad(server, {
    ...options.limits,
    log: options.log,
    onRefused: () => options.onRefused('pressure'),
  });
  await openToOrigins(server, options.corsOrigins);
  traceRequests(server);
  const limits = createRateLimits({ perMinute: options.limits.requestsPerMinute, now: options.now });
  authoriseEveryRoute(server, options.authenticate, limits);
  refuseUnknown(server, limits);
  server.setErrorHandler((error, request, reply) => fail(error, request, reply, options));
  options.addPages(server);
  for (const service of options.services) registerService(server, service, options);
  await server.ready();
  return server;
}

/** At once, and not in Fastify's handler: that would read the body first, and fail of one that is wrong. */
function refuseUnknown(server: FastifyInstance, limits: RateLimits): void {
  const answerUnknown = rememberAddresses(server);
  server.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const refusal = thrownBy(() => limits.countAddress(request.ip, reply));
    if (refusal) done(refusal);
    else answerUnknown(request, reply);
  });
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
        ...traceOfRequest(request),
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

/** Problems by which a request is refused for who sends it. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  TOO_MANY_REQUESTS: 'rate',
  UNAUTHENTICATED: 'unauthenticated',
  FORBIDDEN: 'forbidden',
  SEPARATION_OF_DUTIES: 'separation',
  IDEMPOTENCY_KEY_REUSED: 'key-reused',
};

function fail(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, onRefused, onDenied }: ServerOptions,
): FastifyReply {
  const problem = problemOf(error);
  const refusal = REFUSALS[problem.code];
  if (refusal) onRefused(refusal);
  if (isRefusal(problem)) onDenied(problem, request);
  logFailure(log, problem, request);
  return replyProblem(hideDetail(problem), request, reply);
}

/** The detail of what failed on our side may come from anywhere: it is in the log, under the request's id. */
function hideDetail(problem: Problem): Problem {
  return problem.code === 'INTERNAL' ? platformErrors.INTERNAL() : problem;
}
