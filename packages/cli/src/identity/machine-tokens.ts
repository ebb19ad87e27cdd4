import { type Configuration, clientCredentialsGrant } from 'openid-client';
import { isFresh } from './login.js';
import { type ClientOf, providerOf } from './provider-of.js';

interface Fetched {
  readonly accessToken: string;
  readonly expiresAt: number;
}

/**
 * Gives tokens of a machine client, by its secret: the last until shortly before it ends. A request that fails is made
 * again the next time.
 */
export function machineTokens(client: ClientOf): () => Promise<string> {
  let provider: Promise<Configuration> | undefined;
  let last: Fetched | undefined;
  let pending: Promise<Fetched> | undefined;
  const request = async (): Promise<Fetched> => {
    try {
      const { access_token, expires_in = 0 } = await clientCredentialsGrant(
        await (provider ??= providerOf(client)),
      );
      return { accessToken: access_token, expiresAt: Date.now() + expires_in * 1000 };
    } catch (error) {
      provider = undefined;
      throw error;
    } finally {
      pending = undefined;
    }
  };
  return async () => {
    if (!last || !isFresh(last, Date.now())) last = await (pending ??= request());
    return last.accessToken;
  };
}
