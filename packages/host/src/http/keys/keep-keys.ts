import { type JSONWebKeySet, type JWTVerifyGetKey, createLocalJWKSet, errors } from 'jose';
import { type Allowance, createAllowance } from './allowance.js';

/** How keys are kept. */
export interface KeepOptions {
  /** Fetches them. */
  readonly load: () => Promise<JSONWebKeySet>;
  /** Milliseconds on a clock that is never set back. */
  readonly elapsed: () => number;
  /** Hears why keys could not be fetched, also when those at hand go on working. */
  readonly onTrouble: (error: unknown) => void;
}

interface Kept {
  readonly keyOf: JWTVerifyGetKey;
  readonly sinceMs: number;
}

/** From here on they are fetched anew while those at hand are used, */
const RENEW_MS = 300_000;
/** from here on before they are used: a key that was withdrawn must end, */
const STALE_MS = 600_000;
/** and from here on they are not used even when there is no way to get newer ones. */
const WORTHLESS_MS = 86_400_000;
const FETCHES_AT_ONCE = 3;
const FETCH_EVERY_MS = 5000;

/**
 * Keeps an issuer's keys: fetched when they are first needed, anew every few minutes, and at once when a token names one
 * that is not among them, which is how rotation is noticed. While the provider is down the keys at hand go on working
 * for a day; a token with any other key fails as the provider does, for it may well be good.
 */
export function keepKeys(options: KeepOptions): JWTVerifyGetKey {
  const keeper = new KeyKeeper(options);
  return async (header, token) => {
    const { keyOf } = await keeper.current();
    try {
      return await keyOf(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await keeper.renew()).keyOf(header, token);
    }
  };
}

class KeyKeeper {
  readonly #options: KeepOptions;
  readonly #allowance: Allowance;
  #kept: Kept | undefined;
  #trouble: { readonly error: unknown } | undefined;
  #pending: Promise<Kept> | undefined;

  constructor(options: KeepOptions) {
    this.#options = options;
    this.#allowance = createAllowance(FETCHES_AT_ONCE, FETCH_EVERY_MS, options.elapsed);
  }

  /** The keys to look among first. */
  async current(): Promise<Kept> {
    const kept = this.#kept;
    if (!kept) return this.renew();
    const ageMs = this.#options.elapsed() - kept.sinceMs;
    if (ageMs < RENEW_MS) return kept;
    const renewed = this.renew().catch((error: unknown) => {
      if (ageMs > WORTHLESS_MS) throw error;
      return kept;
    });
    return ageMs < STALE_MS ? kept : renewed;
  }

  /** The newest keys that may be asked for at the moment. */
  async renew(): Promise<Kept> {
    if (!this.#pending && !this.#allowance.take()) {
      if (this.#trouble) throw this.#trouble.error;
      if (this.#kept) return this.#kept;
    }
    return (this.#pending ??= this.#fetch());
  }

  async #fetch(): Promise<Kept> {
    const { load, elapsed, onTrouble } = this.#options;
    try {
      const keyOf = createLocalJWKSet(await load());
      this.#trouble = undefined;
      return (this.#kept = { keyOf, sinceMs: elapsed() });
    } catch (error) {
      this.#trouble = { error };
      onTrouble(error);
      throw error;
    } finally {
      this.#pending = undefined;
    }
  }
}
