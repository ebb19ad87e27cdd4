import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { CliError } from '../cli-error.js';
import { type Login, loginOf } from './login.js';
import { providerOf } from './provider-of.js';

/** How to log in. */
export interface LogInOptions {
  readonly issuer: string;
  readonly client: string;
  readonly scope: string;
  /** Where the issuer sends the browser back to. */
  readonly redirectUri: string;
  /** Has somebody log in at an address, and gives the one that the browser is sent back to. */
  readonly visit: (authorizationUrl: URL) => Promise<URL>;
}

/** Logs in by authorization code and PKCE. What is done with the login is the caller's to say. */
export async function logIn({ issuer, client, scope, redirectUri, visit }: LogInOptions): Promise<Login> {
  const provider = await providerOf({ issuer, client });
  const pkceCodeVerifier = randomPKCECodeVerifier();
  const expectedState = randomState();
  const authorizationUrl = buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  });
  const callback = await visit(authorizationUrl);
  const error = callback.searchParams.get('error');
  if (error !== null) {
    const detail = callback.searchParams.get('error_description') ?? error;
    throw new CliError(
      `${issuer} did not log you in: ${detail}.`,
      'Begin again with "npm run quyu -- login".',
    );
  }
  const tokens = await authorizationCodeGrant(provider, callback, { pkceCodeVerifier, expectedState });
  return loginOf({ issuer, client }, tokens, Date.now());
}
