import {
  type ClientAuth,
  ClientSecretBasic,
  type Configuration,
  None,
  allowInsecureRequests,
  discovery,
} from 'openid-client';
import { CliError } from '../cli-error.js';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** An issuer and the client by which it is asked. */
export interface ClientOf {
  readonly issuer: string;
  readonly client: string;
  /** Left out for a public client. */
  readonly secret?: string | undefined;
}

/**
 * Asks an issuer how it is to be used; without TLS only on this machine.
 *
 * @throws CliError when it is no address, or does not answer as an issuer.
 */
export async function providerOf({ issuer, client, secret }: ClientOf): Promise<Configuration> {
  const address = URL.parse(issuer);
  const isLocal = address?.protocol === 'http:' && LOOPBACK.has(address.hostname);
  if (!address || (address.protocol !== 'https:' && !isLocal))
    throw new CliError(
      `"${issuer}" is not the address of an issuer.`,
      'Write it like https://login.example.org.',
    );
  const auth: ClientAuth = secret === undefined ? None() : ClientSecretBasic(secret);
  const options = isLocal ? { execute: [allowInsecureRequests] } : {};
  try {
    return await discovery(address, client, undefined, auth, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'Is it running, and is this exactly its address?';
    throw new CliError(`${issuer} does not describe itself as an issuer: ${reason}.`, remedy, {
      cause: error,
    });
  }
}
