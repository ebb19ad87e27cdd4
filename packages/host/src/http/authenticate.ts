import { type Problem, platformErrors } from '@quyu/contract-kit';
import { type JWTVerifyGetKey, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Identify } from '../access/identify.js';
import type { Identity } from '../access/identity.js';
import { createExpiringCache } from './expiring-cache.js';
import { type KeySource, type KeyWatch, keySetOf } from './keys/key-set.js';
import { problemOfTokenError } from './token-errors.js';

/** Whose tokens are accepted, and for whom they must be made out. */
export interface AuthSettings extends KeySource {
  readonly audience: string;
  /** A file of grants by subject, for issuers that cannot put them into tokens. */
  readonly grantsFile?: string | undefined;
}

/**
 * Gives who is behind an `Authorization` header; throws (or rejects with) a problem when nobody is.
 *
 * @param beforeCheck called before a signature is checked, which costs: it may throw. A token that was checked a moment ago
 *   does not come to it.
 */
export type Authenticate = (
  authorization: string | undefined,
  beforeCheck?: () => void,
) => Identity | Promise<Identity>;

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
 * @param identify makes of a token's claims who it stands for.
 * @param watch hears of trouble with the issuer's keys.
 */
export function createAuthenticate(
  auth: AuthSettings,
  now: () => Date,
  identify: Identify,
  watch?: KeyWatch,
): Authenticate {
  const keys = keySetOf(auth, watch);
  const cache = createExpiringCache<Verified>(CACHED_TOKENS);
  const verify = async (authorization: string | undefined, beforeCheck?: () => void): Promise<Identity> => {
    const token = bearerTokenOf(authorization);
    beforeCheck?.();
    const { payload } = await verifyToken(token, keys, auth, now());
    const identity = identify(token, payload);
    const untilMs = Math.min(payload.exp! * 1000, now().getTime() + CACHE_MS);
    cache.set(keyOf(authorization), { authorization, identity }, untilMs);
    return identity;
  };
  return (authorization, beforeCheck) => {
    const known = cache.get(keyOf(authorization), now().getTime());
    return known && known.authorization === authorization
      ? known.identity
      : verify(authorization, beforeCheck);
  };
}

/** Who was behind exactly this header a moment ago. */
interface Verified {
  readonly authorization: string | undefined;
  readonly identity: Identity;
}

/** Part of the signature: the whole header is hundreds of characters, and each look-up would hash them all. */
function keyOf(authorization = ''): string {
  return authorization.slice(-40);
}

function bearerTokenOf(authorization: string | undefined): string {
  if (authorization === undefined) throw unauthenticated('send "Authorization: Bearer <token>"');
  const token = /^Bearer +([\w\-.~+/]+)$/i.exec(authorization)?.[1];
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
  // What a header or claim holds is not what its type says: an issuer may have put anything there.
  const typ: unknown = verified.protectedHeader.typ;
  if (typeof typ === 'string' && TYPES.has(typ.toLowerCase())) return verified;
  throw unauthenticated('the token is not an access token: its typ is neither at+jwt nor JWT');
}

function unauthenticated(detail: string): Problem {
  return platformErrors.UNAUTHENTICATED({ detail });
}
