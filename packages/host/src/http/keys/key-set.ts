import { type JSONWebKeySet, type JWTVerifyGetKey, createLocalJWKSet } from 'jose';
import { discoverKeysAddress } from './discover.js';
import { fetchDocument } from './fetch-document.js';
import { keepKeys } from './keep-keys.js';
import { KeysUnavailable } from './keys-unavailable.js';

/** Where the keys are that tokens are checked with: one fixed place, never an address inside a token. */
export interface KeySource {
  readonly issuer: string;
  /** The keys themselves, or */
  readonly jwks?: JSONWebKeySet | undefined;
  /** the address they are fetched from. Default: the one that the issuer names in its own description. */
  readonly jwksUrl?: string | undefined;
}

/** What a key set tells of its life, and the clock it lives by: tests move it. */
export interface KeyWatch {
  /** Milliseconds on a clock that is never set back. */
  readonly elapsed?: () => number;
  /** Hears why keys could not be fetched. */
  readonly onTrouble?: (error: unknown) => void;
}

const ADDRESS_GOOD_MS = 3_600_000;

/** The keys of an issuer; nothing is fetched before the first token comes. */
export function keySetOf({ issuer, jwks, jwksUrl }: KeySource, watch: KeyWatch = {}): JWTVerifyGetKey {
  if (jwks) return createLocalJWKSet(jwks);
  const { elapsed = () => performance.now(), onTrouble = () => {} } = watch;
  const load = jwksUrl === undefined ? discoveredKeys(issuer, elapsed) : () => fetchKeys(new URL(jwksUrl));
  return keepKeys({ load, elapsed, onTrouble });
}

/** Asks the issuer where its keys are, and again after an hour or when they are not there any more. */
function discoveredKeys(issuer: string, elapsed: () => number): () => Promise<JSONWebKeySet> {
  let found: { readonly address: URL; readonly untilMs: number } | undefined;
  return async () => {
    if (!found || elapsed() > found.untilMs) {
      found = { address: await discoverKeysAddress(issuer), untilMs: elapsed() + ADDRESS_GOOD_MS };
    }
    const { address } = found;
    return fetchKeys(address).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
  };
}

async function fetchKeys(address: URL): Promise<JSONWebKeySet> {
  const { keys } = await fetchDocument(address);
  if (Array.isArray(keys)) return { keys };
  throw new KeysUnavailable(`${address.href} sent no set of keys`);
}
