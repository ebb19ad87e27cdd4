import { divideHalfUp } from '@quyu/plugin-kit';

const WHOLE_BP = 10_000;

/** A market's concentration by the Herfindahl-Hirschman index: the sum of the squares of the shares in percent. */
export interface Concentration {
  /** 0 to 10,000. Whoever is not named counts as many firms too small to count. */
  readonly hhi: number;
  /** The same if all who are not named were one firm. */
  readonly hhiAtMost: number;
}

/**
 * @param sharesBp shares of the firms that are known, in basis points; together at most 10,000.
 * @example concentrationOf([5000, 3000]) // { hhi: 3400, hhiAtMost: 3800 }
 */
export function concentrationOf(sharesBp: readonly number[]): Concentration {
  const rest = WHOLE_BP - sharesBp.reduce((sum, share) => sum + share, 0);
  return { hhi: indexOf(sharesBp), hhiAtMost: indexOf([...sharesBp, rest]) };
}

/** A share of s bp is s / 100 percent, and its square s² / 10,000: summed up exactly, rounded once. */
function indexOf(sharesBp: readonly number[]): number {
  const squares = sharesBp.reduce((sum, share) => sum + BigInt(share) ** 2n, 0n);
  return Number(divideHalfUp(squares, BigInt(WHOLE_BP)));
}
