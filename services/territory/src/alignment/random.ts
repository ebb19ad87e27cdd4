/** Numbers from 0 up to but not 1. The same seed gives the same numbers, on every machine. */
export type Random = () => number;

/** The generator mulberry32: 32 bits of state, far more numbers than an alignment draws, integer arithmetic only. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
