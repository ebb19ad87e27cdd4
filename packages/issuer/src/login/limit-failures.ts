/** Slows down whoever guesses. */
export interface FailureLimit {
  /** In how many seconds a login may be tried again; 0 is now. */
  waitSeconds(who: string): number;
  /** Counts a failure. */
  fail(who: string): void;
  /** Forgets the failures of somebody who has logged in. */
  succeed(who: string): void;
}

const MOST = 5;
const WINDOW_MS = 300_000;

/**
 * Allows five failures within five minutes for each person.
 *
 * @param elapsed milliseconds on a clock that is never set back.
 */
export function createFailureLimit(elapsed: () => number): FailureLimit {
  const failures = new Map<string, readonly number[]>();
  const recent = (who: string): readonly number[] =>
    (failures.get(who) ?? []).filter((at) => elapsed() - at < WINDOW_MS);
  return {
    waitSeconds(who) {
      const [oldest] = recent(who).slice(-MOST);
      if (oldest === undefined || recent(who).length < MOST) return 0;
      return Math.ceil((oldest + WINDOW_MS - elapsed()) / 1000);
    },
    fail: (who) => void failures.set(who, [...recent(who), elapsed()].slice(-MOST)),
    succeed: (who) => void failures.delete(who),
  };
}
