import { randomBytes, randomInt } from 'node:crypto';
import { type JWK, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { machineClients } from './provider/clients.js';

/** What an issuer keeps so that its tokens outlive a restart. Whoever has it can do anything on this platform. */
export interface IssuerSecrets {
  /** The private key that tokens are signed with, with its `kid`. */
  readonly privateKey: JWK;
  /** Signs the cookies of the login page. */
  readonly cookieKey: string;
  /** The one password of all sample people. */
  readonly password: string;
  /** Secrets of the machine clients, by client. */
  readonly clientSecrets: Readonly<Record<string, string>>;
}

/** Without letters and figures that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * Makes what is missing of an issuer's secrets.
 *
 * @param kept what was kept of them; anything else it holds is left out.
 * @param services the services that get a client each.
 */
export async function completeSecrets(
  kept: Partial<IssuerSecrets>,
  services: readonly string[],
): Promise<IssuerSecrets> {
  const { privateKey, cookieKey, password, clientSecrets = {} } = kept;
  const clients = machineClients(services).map((client) => [client, clientSecrets[client] ?? makeSecret()]);
  return {
    privateKey: privateKey?.kid === undefined ? await makeKey() : privateKey,
    cookieKey: cookieKey ?? makeSecret(),
    password: password ?? makePassword(),
    clientSecrets: Object.fromEntries(clients),
  };
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Three groups of four: to be read from a terminal and typed. */
function makePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group()].join('-');
}
