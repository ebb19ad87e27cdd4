import { isConfidential, isLoopback } from './confidential.js';
import { fetchDocument } from './fetch-document.js';
import { KeysUnavailable } from './keys-unavailable.js';

/**
 * Where an issuer describes itself: OpenID Connect Discovery puts the well-known path behind the issuer's own, RFC 8414
 * before it.
 */
export function metadataAddresses(issuer: string): readonly [URL, URL] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    new URL(`${origin}${path}/.well-known/openid-configuration`),
    new URL(`${origin}/.well-known/oauth-authorization-server${path}`),
  ];
}

/**
 * Asks an issuer where its keys are.
 *
 * @throws KeysUnavailable when it does not say, or says it for another issuer than the one that is configured.
 */
export async function discoverKeysAddress(issuer: string): Promise<URL> {
  const [openid, oauth] = metadataAddresses(issuer);
  const metadata = await fetchDocument(openid).catch((error: unknown) => {
    if (error instanceof KeysUnavailable && error.isAbsent) return fetchDocument(oauth);
    throw error;
  });
  return keysAddressIn(metadata, issuer);
}

/**
 * The address of the keys in an issuer's description of itself.
 *
 * @throws KeysUnavailable when it is somebody else's, or its address could be anybody's.
 */
export function keysAddressIn(metadata: Readonly<Record<string, unknown>>, issuer: string): URL {
  if (metadata['issuer'] !== issuer) {
    const found = JSON.stringify(metadata['issuer']);
    throw new KeysUnavailable(
      `the document of ${issuer} says that its issuer is ${found}: set QUYU_AUTH_ISSUER to exactly what the tokens' "iss" is`,
    );
  }
  const address = URL.parse(String(metadata['jwks_uri']));
  const asSafe = address && isConfidential(address) && (!isLoopback(address) || isLoopback(new URL(issuer)));
  if (asSafe) return address;
  throw new KeysUnavailable(`the document of ${issuer} names no https address of its keys ("jwks_uri")`);
}
