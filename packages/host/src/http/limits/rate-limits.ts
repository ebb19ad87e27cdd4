import { platformErrors } from '@quyu/contract-kit';
import type { FastifyReply } from 'fastify';
import { type ExpiringCache, createExpiringCache } from '../expiring-cache.js';
import { networkOf } from './network-of.js';

/** Settings of {@link createRateLimits}. */
export interface RateLimitSettings {
  /** Requests in a minute; 0 sets no limit. */
  readonly perMinute: number;
  readonly now: () => Date;
  /** How many callers, and how many networks, are counted at a time. Default: 20,000. */
  readonly remembered?: number;
}

/**
 * Limits how often somebody may ask: a caller by its subject, whoever has no valid token by the network it asks from. Each
 * replica counts for itself, in memory.
 */
export interface RateLimits {
  /** Counts a request of an authenticated caller. @throws Problem TOO_MANY_REQUESTS when it is one too many. */
  countCaller(subject: string, reply: FastifyReply): void;
  /** Counts a request without a valid token. @throws Problem TOO_MANY_REQUESTS when it is one too many. */
  countAddress(address: string, reply: FastifyReply): void;
  /** Counts nothing. @throws Problem TOO_MANY_REQUESTS while the address may not ask without a valid token. */
  checkAddress(address: string, reply: FastifyReply): void;
}

const WINDOW_MS = 60_000;
/** Whoever has not asked for longest is forgotten first: a flood of addresses takes a few MB and no more. */
const REMEMBERED = 20_000;

/** The requests of one minute, from the first on. */
interface Window {
  count: number;
  readonly endsMs: number;
}

const nothing = (): void => undefined;

/** Makes the limits of one server. */
export function createRateLimits(settings: RateLimitSettings): RateLimits {
  const { perMinute, now, remembered = REMEMBERED } = settings;
  if (perMinute === 0) return { countCaller: nothing, countAddress: nothing, checkAddress: nothing };
  const callers = createExpiringCache<Window>(remembered);
  const networks = createExpiringCache<Window>(remembered);
  const count = (windows: ExpiringCache<Window>, key: string, reply: FastifyReply): void => {
    const nowMs = now().getTime();
    const window = windows.get(key, nowMs) ?? open(windows, key, nowMs + WINDOW_MS);
    window.count += 1;
    const remaining = perMinute - window.count;
    // Whoever is far from the limit is told nothing: the header fields cost more than all of the counting.
    if (remaining * 10 <= perMinute) tell(remaining, { perMinute, window, nowMs, reply });
  };
  return {
    countCaller: (subject, reply) => count(callers, subject, reply),
    countAddress: (address, reply) => count(networks, networkOf(address), reply),
    checkAddress(address, reply) {
      const nowMs = now().getTime();
      const window = networks.get(networkOf(address), nowMs);
      if (window && window.count >= perMinute) tell(-1, { perMinute, window, nowMs, reply });
    },
  };
}

function open(windows: ExpiringCache<Window>, key: string, endsMs: number): Window {
  const window = { count: 0, endsMs };
  windows.set(key, window, endsMs);
  return window;
}

interface Told {
  readonly perMinute: number;
  readonly window: Window;
  readonly nowMs: number;
  readonly reply: FastifyReply;
}

/** @throws Problem TOO_MANY_REQUESTS when fewer than none are left. */
function tell(remaining: number, { perMinute, window, nowMs, reply }: Told): void {
  const seconds = Math.max(1, Math.ceil((window.endsMs - nowMs) / 1000));
  reply.header('ratelimit-limit', perMinute);
  reply.header('ratelimit-remaining', Math.max(0, remaining));
  reply.header('ratelimit-reset', seconds);
  if (remaining >= 0) return;
  const detail = `more than ${perMinute} requests within a minute`;
  throw platformErrors.TOO_MANY_REQUESTS({ detail, retryAfterSeconds: seconds });
}
