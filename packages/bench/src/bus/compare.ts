import type { Figure } from '../figure.js';

/** One comparison. */
export interface Comparison {
  readonly name: string;
  readonly peer: string;
  /** The least ratio; 0 when there is no budget. */
  readonly budget: number;
  readonly rounds: number;
  /** Both do their work once and tell how much they did a second. */
  readonly measureOurs: () => Promise<number>;
  readonly measurePeer: () => Promise<number>;
  /** How both are set, asked when all is measured: what was found out by trying is known only then. */
  readonly settings?: () => Promise<readonly string[]>;
}

/** Measures both by turns after a round that does not count, and compares the medians. */
export async function compare(comparison: Comparison): Promise<Figure> {
  const { name, peer, budget, rounds, measureOurs, measurePeer, settings } = comparison;
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [own, other] = [await measureOurs(), await measurePeer()];
    if (round === 0) continue;
    ours.push(own);
    theirs.push(other);
  }
  const [own, other] = [median(ours), median(theirs)];
  const ratio = own / other;
  return {
    name,
    value: `${ratio.toFixed(2)}x`,
    detail: `ours ${Math.round(own)}/s, ${peer} ${Math.round(other)}/s`,
    budget: budget > 0 ? `at least ${budget}x` : 'none',
    isWithin: ratio >= budget,
    ...(settings && { notes: await settings() }),
  };
}

/** The middle one. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
