import * as oidc from 'openid-client';
import { type RunningIssuer, SAMPLE_PEOPLE, completeSecrets, startIssuer } from './index.js';
import type { IssuerSecrets } from './secrets.js';

/** An issuer for a test, with its secrets. */
export interface TestIssuer extends RunningIssuer {
  readonly secrets: IssuerSecrets;
}

/** Starts an issuer on a free port. */
export async function startTestIssuer(nowMs?: () => number): Promise<TestIssuer> {
  const secrets = await completeSecrets({}, ['partner']);
  const people = SAMPLE_PEOPLE;
  const issuer = await startIssuer({ port: 0, secrets, people, env: {}, ...(nowMs ? { nowMs } : {}) });
  return { ...issuer, secrets };
}

/** An authorization request as a client makes it. */
export interface Begun {
  readonly config: oidc.Configuration;
  readonly authorizationUrl: URL;
  readonly verifier: string;
  readonly state: string;
}

/** Begins a login as a public client, by discovery and with PKCE. */
export async function begin(issuer: string, changes: Record<string, string> = {}): Promise<Begun> {
  const config = await oidc.discovery(new URL(issuer), 'quyu-cli', undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const authorizationUrl = oidc.buildAuthorizationUrl(config, {
    redirect_uri: 'http://127.0.0.1:54321/callback',
    scope: 'openid profile offline_access',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...changes,
  });
  return { config, authorizationUrl, verifier, state };
}

/** Turns the code at the client's address into tokens. */
export function redeem(
  { config, verifier, state }: Begun,
  callback: URL,
): ReturnType<typeof oidc.authorizationCodeGrant> {
  return oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: state });
}
