/** What is remembered for a while, by a text: not more entries than a fixed number, however many texts come. */
export interface ExpiringCache<T> {
  get(key: string, nowMs: number): T | undefined;
  set(key: string, value: T, untilMs: number): void;
}

interface Entry<T> {
  readonly value: T;
  readonly untilMs: number;
}

/** Makes a cache that forgets what has expired and, when full, what was used longest ago. */
export function createExpiringCache<T>(capacity: number): ExpiringCache<T> {
  // A Map keeps insertion order: an entry that is used is put in again, so the first key is the oldest.
  const entries = new Map<string, Entry<T>>();
  return {
    get(key, nowMs) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.untilMs <= nowMs) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, untilMs) {
      entries.delete(key);
      entries.set(key, { value, untilMs });
      if (entries.size <= capacity) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
