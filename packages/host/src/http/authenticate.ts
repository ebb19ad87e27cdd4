import { type Problem, platformErrors } from '@quyu/contract-kit';
import type { Caller } from '@quyu/plugin-kit';
import {
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type JWTVerifyResult,
  createLocalJWKSet,
  createRemoteJWKSet,
  jwtVerify,
} from 'jose';
import { createExpiringCache } from './expiring-cache.js';
import { problemOfTokenError } from './token-errors.js';

/** Whose tokens are accepted. The keys come from one fixed place: never from an address inside a token. */
export interface AuthSettings {
  readonly issuer: string;
  readonly audience: string;
  /** The keys themselves, or */
  readonly jwks?: JSONWebKeySet | undefined;
  /** the address they are fetched from (and cached). */
  readonly jwksUrl?: string | undefined;
}

/**
 * Gives the caller behind an `Authorization` header; throws (or rejects with) a problem when there is none.
 *
 * @param beforeCheck called before a signature is checked, which costs: it may throw. A token that was checked a moment ago
 *   does not come to it.
 */
export type Authenticate = (
  authorization: string | undefined,
  beforeCheck?: () => void,
) => Caller | Promise<Caller>;

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256'];
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt']);
const CLOCK_SKEW_SECONDS = 5;
const CACHED_TOKENS = 2000;
/** A key that is withdrawn stops working this soon, though tokens it signed live longer. */
const CACHE_MS = 60_000;
const LONGEST_TOKEN = 8192;

/**
 * Makes the check of bearer tokens: fixed algorithms, issuer, audience and type; expiry required.
 *
 * @param now the current instant: tests move it.
 */
export function createAuthenticate(auth: AuthSettings, now: () => Date): Authenticate {
  const keys = keySetOf(auth);
  const cache = createExpiringCache<Verified>(CACHED_TOKENS);
  const verify = async (authorization: string | undefined, beforeCheck?: () => void): Promise<Caller> => {
    const token = bearerTokenOf(authorization);
    beforeCheck?.();
    const verified = await verifyToken(token, keys, auth, now());
    const caller = callerOf(token, verified);
    const untilMs = Math.min(verified.payload.exp! * 1000, now().getTime() + CACHE_MS);
    cache.set(keyOf(authorization), { authorization, caller }, untilMs);
    return caller;
  };
  return (authorization, beforeCheck) => {
    const known = cache.get(keyOf(authorization), now().getTime());
    return known && known.authorization === authorization ? known.caller : verify(authorization, beforeCheck);
  };
}

/** Who was behind exactly this header a moment ago. */
interface Verified {
  readonly authorization: string | undefined;
  readonly caller: Caller;
}

/** Part of the signature: the whole header is hundreds of characters, and each look-up would hash them all. */
function keyOf(authorization = ''): string {
  return authorization.slice(-40);
}

function keySetOf(auth: AuthSettings): JWTVerifyGetKey {
  if (auth.jwks) return createLocalJWKSet(auth.jwks);
  if (!auth.jwksUrl) throw new TypeError('auth needs jwks or jwksUrl');
  return createRemoteJWKSet(new URL(auth.jwksUrl), {
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    timeoutDuration: 5000,
  });
}

function bearerTokenOf(authorization: string | undefined): string {
  if (authorization === undefined) throw unauthenticated('send "Authorization: Bearer <token>"');
  const token = /^Bearer +([\w\-.~+/]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined) throw unauthenticated('the Authorization header is not "Bearer <token>"');
  if (token.length > LONGEST_TOKEN) throw unauthenticated('the token is too long');
  return token;
}

async function verifyToken(
  token: string,
  keys: JWTVerifyGetKey,
  auth: AuthSettings,
  currentDate: Date,
): Promise<JWTVerifyResult> {
  const verified = await jwtVerify(token, keys, {
    algorithms: ALGORITHMS,
    issuer: auth.issuer,
    audience: auth.audience,
    clockTolerance: CLOCK_SKEW_SECONDS,
    requiredClaims: ['exp', 'sub'],
    currentDate,
  }).catch((error: unknown) => {
    throw problemOfTokenError(error);
  });
  if (TYPES.has(verified.protectedHeader.typ?.toLowerCase() ?? '')) return verified;
  throw unauthenticated('the token is not an access token: its typ is neither at+jwt nor JWT');
}

function callerOf(token: string, { payload }: JWTVerifyResult): Caller {
  if (!payload.sub) throw unauthenticated('the token has an empty subject');
  return Object.freeze({ subject: payload.sub, permissions: Object.freeze(permissionsOf(payload)), token });
}

/** From `permissions` (a list), else from `scope` (space separated, RFC 8693). */
function permissionsOf(claims: Readonly<Record<string, unknown>>): string[] {
  const { permissions, scope } = claims;
  if (Array.isArray(permissions)) return permissions.filter((each) => typeof each === 'string');
  return typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
}

function unauthenticated(detail: string): Problem {
  return platformErrors.UNAUTHENTICATED({ detail });
}
