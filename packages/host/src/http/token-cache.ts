/** Tokens verified a moment ago, so that a caller's next request costs a lookup instead of a signature check. */
export interface TokenCache<T> {
  get(token: string, nowMs: number): T | undefined;
  set(token: string, value: T, untilMs: number): void;
}

interface Entry<T> {
  readonly value: T;
  readonly untilMs: number;
}

/** Makes a cache that forgets what has expired and, when full, what was used longest ago. */
export function createTokenCache<T>(capacity: number): TokenCache<T> {
  // A Map keeps insertion order: an entry that is used is put in again, so the first key is the oldest.
  const entries = new Map<string, Entry<T>>();
  return {
    get(token, nowMs) {
      const entry = entries.get(token);
      if (!entry) return undefined;
      entries.delete(token);
      if (entry.untilMs <= nowMs) return undefined;
      entries.set(token, entry);
      return entry.value;
    },
    set(token, value, untilMs) {
      entries.delete(token);
      entries.set(token, { value, untilMs });
      if (entries.size <= capacity) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
