import type { ClientMetadata, Configuration } from 'oidc-provider';
import { renderFailure } from '../login/failure-page.js';
import type { Person } from '../people/person.js';
import type { IssuerSecrets } from '../secrets.js';
import { claimsOfMachine, claimsOfPerson } from './claims.js';
import { CONSOLE_CLIENT, clientsOf } from './clients.js';
import { features } from './features.js';
import { grantAll } from './grant-all.js';
import { lifetimes } from './lifetimes.js';
import { loginPolicy } from './login-policy.js';
import { createMemoryAdapter } from './memory-adapter.js';

/** Where the login page of an authorization request is. */
export const LOGIN_PATH = '/login/';

const ALGORITHM = { id_token_signed_response_alg: 'ES256' } as const;

/** The configuration of the provider: only what the platform uses is switched on. */
export function providerSettings(
  people: readonly Person[],
  secrets: IssuerSecrets,
  nowMs: () => number,
): Configuration {
  return {
    ...peopleSettings(people),
    ...clientSettings(secrets),
    adapter: createMemoryAdapter(nowMs),
    jwks: { keys: [secrets.privateKey] },
    cookies: {
      keys: [secrets.cookieKey],
      names: { session: 'quyu_session', interaction: 'quyu_login', resume: 'quyu_resume' },
    },
    features,
    ttl: lifetimes,
    interactions: { policy: loginPolicy(), url: (_ctx, { uid }) => `${LOGIN_PATH}${uid}` },
    renderError: renderFailure,
  };
}

/** Who can log in, and what tokens say of them. */
function peopleSettings(people: readonly Person[]): Configuration {
  const byId = new Map(people.map((person) => [person.id, person]));
  return {
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const person = byId.get(sub);
      return person && { accountId: sub, claims: () => ({ sub, name: person.name.en }) };
    },
    extraTokenClaims: (_ctx, token) => {
      if (token.kind === 'ClientCredentials') return claimsOfMachine(token.clientId ?? '');
      const person = byId.get(token.accountId);
      return person ? claimsOfPerson(person) : {};
    },
  };
}

/** Which programs may ask, and for what. */
function clientSettings({ clientSecrets }: IssuerSecrets): Configuration {
  return {
    clients: clientsOf(clientSecrets).map((client): ClientMetadata => ({ ...client, ...ALGORITHM })),
    clientDefaults: ALGORITHM,
    clientBasedCORS: (_ctx, origin, { clientId }) =>
      clientId === CONSOLE_CLIENT && origin.startsWith('http://127.0.0.1:'),
    scopes: ['openid', 'profile', 'offline_access'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: () => true,
    expiresWithSession: () => false,
    loadExistingGrant: grantAll,
  };
}
