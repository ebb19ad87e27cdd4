/** What is remembered for a while, by a text: not more entries than a fixed number, however many texts come. */
export interface ExpiringCache<T> {
  get(key: string, nowMs: number): T | undefined;
  set(key: string, value: T, untilMs: number): void;
}

interface Entry<T> {
  readonly value: T;
  readonly untilMs: number;
  /** Until when it counts as just used. */
  recentUntilMs: number;
}

/** To note each use costs several times the look-up; what was used in the same second is as old as the rest of it. */
const RECENT_MS = 1_000;

/** Makes a cache that forgets what has expired and, when full, what was used longest ago (to the second). */
export function createExpiringCache<T>(capacity: number): ExpiringCache<T> {
  // A Map keeps insertion order: an entry that is used is put in again, so the first key is the oldest.
  const entries = new Map<string, Entry<T>>();
  return {
    get(key, nowMs) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (nowMs < entry.recentUntilMs && nowMs < entry.untilMs) return entry.value;
      entries.delete(key);
      if (entry.untilMs <= nowMs) return undefined;
      entry.recentUntilMs = nowMs + RECENT_MS;
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, untilMs) {
      entries.delete(key);
      entries.set(key, { value, untilMs, recentUntilMs: Number.NEGATIVE_INFINITY });
      if (entries.size <= capacity) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
