import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** What a page may send besides what browsers always allow. */
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'if-match',
  'idempotency-key',
  'x-correlation-id',
  'traceparent',
];
/** What a page may read of an answer besides what browsers always allow. */
const ANSWER_HEADERS = [
  'etag',
  'location',
  'retry-after',
  'idempotency-replayed',
  'x-request-id',
  'www-authenticate',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];
const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of these origins, and of no others, read answers (CORS). Without any it does nothing: then no answer carries an
 * `access-control-*` header. Cookies are never meant: a page sends its token itself.
 *
 * Its preflight needs no token, so it must be added before {@link authoriseEveryRoute}.
 */
export async function openToOrigins(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const known = new Set(origins);
  await server.register(cors, {
    // `false` leaves an answer without a single header of CORS; a list would still send some.
    origin: (origin, done) => done(null, origin !== undefined && known.has(origin) ? origin : false),
    credentials: false,
    methods: METHODS,
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: ANSWER_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
}
