import { type LocalIssuer, createLocalIssuer } from '@quyu/host';
import { type CryptoKey, type JWK, importJWK } from 'jose';
import { issuerSecrets } from '../deployment/state-files.js';

/** Signs tokens as the issuer of a running platform would not: with its own key, and any claims. */
export async function forgeTokens(state: string, issuer: string): Promise<Pick<LocalIssuer, 'mint'>> {
  const key = issuerSecrets.read(state)?.privateKey;
  if (key?.kid === undefined) throw new Error(`${state} keeps no key of an issuer`);
  const { d: _private, ...publicPart } = key;
  const keyPair = { privateKey: await asKey(key), publicKey: await asKey(publicPart) };
  const { mint } = await createLocalIssuer({ issuer, audience: 'quyu', keyPair });
  const header = { kid: key.kid };
  return { mint: (request) => mint({ ...request, overrides: { ...request.overrides, header } }) };
}

async function asKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256', { extractable: true });
  if (key instanceof Uint8Array) throw new TypeError('the key of the issuer is not a key pair');
  return key;
}
