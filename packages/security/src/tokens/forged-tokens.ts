import { type KeyObject, createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';

type Json = Readonly<Record<string, unknown>>;

/** An issuer's keys in the hands of a test, which signs what no issuer would. */
export interface Forge {
  readonly jwks: JSONWebKeySet;
  /** A token of the issuer's own elliptic key. */
  signed(header?: Json, claims?: Json): string;
  /** A token of its RSA key. */
  signedByRsa(header?: Json, claims?: Json): string;
  /** A token of a key that the issuer does not have. */
  stranger(header?: Json, claims?: Json): string;
  /** A token whose HMAC takes the public key, in the form of this name, as the secret. */
  confused(form: 'pem' | 'der' | 'jwk' | 'modulus'): string;
  /** The public key of the stranger, as a header carries it. */
  readonly strangersKey: Json;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes the keys. @param claims what every token claims unless it is changed. */
export function openForge(claims: () => Json): Forge {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const make =
    (key: KeyObject, alg: string, kid: string) =>
    (header: Json = {}, changes: Json = {}): string => {
      const input = `${encode({ alg, typ: 'at+jwt', kid, ...header })}.${encode({ ...claims(), ...changes })}`;
      return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    };
  return {
    jwks: {
      keys: [
        { ...own.publicKey.export({ format: 'jwk' }), kid: 'ec', alg: 'ES256', use: 'sig' },
        { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256', use: 'sig' },
      ],
    },
    signed: make(own.privateKey, 'ES256', 'ec'),
    signedByRsa: make(rsa.privateKey, 'RS256', 'rsa'),
    stranger: make(other.privateKey, 'ES256', 'ec'),
    strangersKey: { ...other.publicKey.export({ format: 'jwk' }) },
    confused(form) {
      const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'rsa' })}.${encode(claims())}`;
      const hmac = createHmac('sha256', secretOf(rsa.publicKey, form)).update(input);
      return `${input}.${hmac.digest('base64url')}`;
    },
  };
}

function secretOf(key: KeyObject, form: Parameters<Forge['confused']>[0]): string | Buffer {
  const jwk = key.export({ format: 'jwk' });
  if (form === 'jwk') return JSON.stringify(jwk);
  if (form === 'modulus') return Buffer.from(String(jwk.n), 'base64url');
  if (form === 'pem') return key.export({ format: 'pem', type: 'spki' });
  return createPublicKey(key.export({ format: 'pem', type: 'spki' })).export({ format: 'der', type: 'spki' });
}
