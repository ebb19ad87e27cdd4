/** A few requests at once, then one every so often: what strangers can make us ask of a provider stays bounded. */
export interface Allowance {
  /** Takes one, if there is one. */
  take(): boolean;
}

/**
 * Makes an allowance.
 *
 * @param most how many can be taken at once.
 * @param everyMs after how many milliseconds there is one more.
 * @param elapsed milliseconds on a clock that is never set back.
 */
export function createAllowance(most: number, everyMs: number, elapsed: () => number): Allowance {
  let left = most;
  let countedAt = elapsed();
  return {
    take() {
      const gained = Math.floor((elapsed() - countedAt) / everyMs);
      left = Math.min(most, left + gained);
      countedAt += gained * everyMs;
      if (left === 0) return false;
      left -= 1;
      return true;
    },
  };
}
