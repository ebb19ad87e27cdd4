/** A clock that stands still until it is moved. */
export interface FakeClock {
  readonly now: () => Date;
  advance(milliseconds: number): void;
  set(instant: string): void;
}

/**
 * Makes a clock for `startTestHost({ now })`. It moves what plugins see as time, not timers.
 *
 * @example const clock = fakeClock('2020-04-01T00:00:00Z'); clock.advance(86_400_000);
 */
export function fakeClock(instant: string): FakeClock {
  let at = Date.parse(instant);
  return {
    now: () => new Date(at),
    advance: (milliseconds) => void (at += milliseconds),
    set: (other) => void (at = Date.parse(other)),
  };
}
