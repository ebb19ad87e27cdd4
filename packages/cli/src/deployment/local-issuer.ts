import { createLocalIssuer, type LocalIssuer } from '@quyu/host';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { issuerKey } from './state-files.js';

/** The `iss` and `aud` of the tokens of a local platform. */
export const LOCAL_ISSUER = 'urn:quyu:local';
export const AUDIENCE = 'quyu';

const ALGORITHM = 'ES256';
const RENEW_BEFORE_MS = 60_000;
const LIFETIME_SECONDS = 900;

/** The local issuer of a state folder. Its key is made on first use and kept, so that tokens outlive a restart. */
export async function openLocalIssuer(state: string): Promise<LocalIssuer> {
  const kept = issuerKey.read(state);
  const jwk = kept?.privateKey ?? (await makeKey());
  if (!kept) issuerKey.write(state, { privateKey: jwk });
  const { d: _private, ...publicPart } = jwk;
  const keyPair = { privateKey: await asKey(jwk), publicKey: await asKey(publicPart) };
  return createLocalIssuer({ issuer: LOCAL_ISSUER, audience: AUDIENCE, keyPair });
}

/** Gives a token that is good for a while, a fresh one only when the last runs out. */
export function tokensFor(issuer: LocalIssuer, subject: string): () => Promise<string> {
  let last: { token: Promise<string>; until: number } | undefined;
  return () => {
    if (!last || Date.now() > last.until) {
      const token = issuer.mint({ subject, permissions: ['*'], expiresInSeconds: LIFETIME_SECONDS });
      last = { token, until: Date.now() + LIFETIME_SECONDS * 1000 - RENEW_BEFORE_MS };
    }
    return last.token;
  };
}

/** Gives each service a token of its own, for calls in which it acts for nobody. */
export function tokensForServices(issuer: LocalIssuer): (service: string) => Promise<string> {
  const tokens = new Map<string, () => Promise<string>>();
  return (service) => {
    const known = tokens.get(service) ?? tokensFor(issuer, `service:${service}`);
    tokens.set(service, known);
    return known();
  };
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return exportJWK(privateKey);
}

async function asKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM, { extractable: true });
  if (key instanceof Uint8Array) throw new TypeError('the key of the local issuer is not a key pair');
  return key;
}
