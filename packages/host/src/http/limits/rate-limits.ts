import rateLimit from '@fastify/rate-limit';
import { Problem, platformErrors } from '@quyu/contract-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Settings of {@link createRateLimits}. */
export interface RateLimitSettings {
  /** Requests in a minute; 0 sets no limit. */
  readonly perMinute: number;
  /** Names the caller of a request that has passed authentication. */
  readonly callerOf: (request: FastifyRequest) => string;
  /** How many callers, and how many addresses, are counted at a time. Default: 20,000. */
  readonly remembered?: number;
}

type Count = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * Limits how often somebody may ask: a caller by its subject, whoever has no valid token by its address. Each replica
 * counts for itself, in memory.
 */
export interface RateLimits {
  /** Counts a request of an authenticated caller. @throws Problem TOO_MANY_REQUESTS when it is one too many. */
  readonly countCaller: Count;
  /** Counts a request without a valid token. @throws Problem TOO_MANY_REQUESTS when it is one too many. */
  readonly countAddress: Count;
  /** Counts nothing. @throws Problem TOO_MANY_REQUESTS while the address may not ask without a valid token. */
  readonly checkAddress: Count;
}

const WINDOW_MS = 60_000;
/** Whoever has not asked for longest is forgotten first: a flood of addresses takes a few MB and no more. */
const REMEMBERED = 20_000;

/** Makes the limits of one server, or none when they are turned off. */
export async function createRateLimits(
  server: FastifyInstance,
  { perMinute, callerOf, remembered = REMEMBERED }: RateLimitSettings,
): Promise<RateLimits | undefined> {
  if (perMinute === 0) return undefined;
  await server.register(rateLimit, { global: false });
  const common = { max: perMinute, timeWindow: WINDOW_MS, cache: remembered };
  // Without a key of ours the library takes the address, and of an IPv6 one its /64: whoever has one has all of it.
  const byAddress = server.createRateLimit(common);
  const byCaller = server.createRateLimit({ ...common, keyGenerator: callerOf });
  return {
    countCaller: async (request, reply) => judge(await byCaller(request), reply),
    countAddress: async (request, reply) => judge(await byAddress(request), reply),
    checkAddress: async (request, reply) => {
      const state = await byAddress(request, { increment: false });
      if (!state.isAllowed && state.remaining === 0) refuse(state, reply);
    },
  };
}

type State = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>;
type Counted = Extract<State, { readonly isAllowed: false }>;

function judge(state: State, reply: FastifyReply): void {
  if (state.isAllowed) return;
  if (state.isExceeded) refuse(state, reply);
  tell(state, reply);
}

function refuse(state: Counted, reply: FastifyReply): never {
  tell(state, reply);
  throw platformErrors.TOO_MANY_REQUESTS({
    detail: `more than ${state.max} requests within a minute`,
    retryAfterSeconds: Math.max(1, state.ttlInSeconds),
  });
}

/** Header fields of the IETF's draft "RateLimit header fields for HTTP", in the form that clients know. */
function tell({ max, remaining, ttlInSeconds }: Counted, reply: FastifyReply): void {
  const { raw } = reply;
  raw.setHeader('ratelimit-limit', max);
  raw.setHeader('ratelimit-remaining', remaining);
  raw.setHeader('ratelimit-reset', ttlInSeconds);
}

/** Whether a failed authentication was the caller's doing: not when the keys could not be had. */
export function isCallersFault(error: unknown): boolean {
  return error instanceof Problem && error.code === 'UNAUTHENTICATED';
}
