/** How a thing that failed is tried again. */
export interface Backoff {
  /** Of the first retry, in milliseconds. */
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * How long to wait after the n-th failure, in milliseconds: doubling from the base to the cap, and of that a random part
 * between half and all, so that those who failed together do not try again together.
 *
 * @param random in [0, 1).
 * @example backoffMs(3, { baseMs: 100, capMs: 5_000 }, Math.random()) // 200 to 400
 */
export function backoffMs(failures: number, { baseMs, capMs }: Backoff, random: number): number {
  const full = Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (0.5 + random / 2));
}
