/** Seconds since an instant of `performance.now()` (0: the start of the process), with two decimals. */
export function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 10) / 100;
}
