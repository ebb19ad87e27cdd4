import type { TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';

/** Who is logged in, and what they may be called by. */
export interface Login {
  readonly issuer: string;
  readonly client: string;
  readonly subject: string;
  readonly name?: string | undefined;
  readonly accessToken: string;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
  readonly refreshToken?: string | undefined;
}

/** A token is renewed this long before it ends: it must still be good when it arrives. */
const RENEW_BEFORE_MS = 60_000;

/** Whether the access token of a login can still be used. */
export function isFresh({ expiresAt }: Pick<Login, 'expiresAt'>, nowMs: number): boolean {
  return nowMs < expiresAt - RENEW_BEFORE_MS;
}

/** The login that an issuer's answer means. What the answer leaves out, as a renewal may, stays as it was. */
export function loginOf(
  from: Pick<Login, 'issuer' | 'client'> & Partial<Login>,
  tokens: TokenEndpointResponse & TokenEndpointResponseHelpers,
  nowMs: number,
): Login {
  const claims = tokens.claims();
  const name = claims?.['name'];
  return {
    issuer: from.issuer,
    client: from.client,
    subject: claims?.sub ?? from.subject ?? '',
    name: typeof name === 'string' ? name : from.name,
    accessToken: tokens.access_token,
    expiresAt: nowMs + (tokens.expires_in ?? 0) * 1000,
    refreshToken: tokens.refresh_token ?? from.refreshToken,
  };
}
