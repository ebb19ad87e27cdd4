import type { Configuration } from 'oidc-provider';
import { TOKEN_SECONDS } from './lifetimes.js';

/** The `aud` of access tokens, and the resource that they are for. */
const AUDIENCE = 'quyu';
const RESOURCE = 'urn:quyu:api';

/** What the provider offers. There is one resource, so clients need not name it. */
export const features: NonNullable<Configuration['features']> = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
  clientCredentials: { enabled: true },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => RESOURCE,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      audience: AUDIENCE,
      scope: '',
      accessTokenFormat: 'jwt',
      accessTokenTTL: TOKEN_SECONDS,
      jwt: { sign: { alg: 'ES256' } },
    }),
  },
};
