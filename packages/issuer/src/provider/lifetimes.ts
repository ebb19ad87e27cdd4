import type { Configuration } from 'oidc-provider';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long an access token is good, in seconds. */
export const TOKEN_SECONDS = 15 * MINUTE;

/** How long each thing is good, in seconds. */
export const lifetimes: NonNullable<Configuration['ttl']> = {
  AccessToken: TOKEN_SECONDS,
  ClientCredentials: TOKEN_SECONDS,
  IdToken: TOKEN_SECONDS,
  AuthorizationCode: MINUTE,
  Interaction: 10 * MINUTE,
  Session: 12 * HOUR,
  RefreshToken: 14 * DAY,
  Grant: 14 * DAY,
};
