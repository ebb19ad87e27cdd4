import { sumLoads, worstImbalance } from './balance.js';
import { chooseSeeds, type GrowthProblem, growTerritories } from './growth.js';
import { improve, type Improvement } from './improve.js';
import { type Random, seededRandom } from './random.js';

export interface AlignmentProblem extends GrowthProblem {
  readonly seed: number;
}

export interface AlignmentResult extends Improvement {
  /** That of the growth that was improved. */
  readonly initialImbalance: number;
}

/** Growths to choose from. */
const STARTS = 8;
/** Proposals per unit, and at most in all: 3,000 units are done in a few seconds. */
const PROPOSALS_PER_UNIT = 5000;
const MOST_PROPOSALS = 15_000_000;

/**
 * Divides units into contiguous territories that are balanced on every measure. The graph must be connected, with at least
 * as many units as territories. The same problem with the same seed has the same result.
 *
 * @returns a generator that rests often and yields how far it is, from 0 to 1.
 */
export function* align(problem: AlignmentProblem): Generator<number, AlignmentResult> {
  const random = seededRandom(problem.seed);
  const begin = grow(problem, random);
  const proposals = Math.min(MOST_PROPOSALS, problem.graph.size * PROPOSALS_PER_UNIT);
  const initialImbalance = imbalanceOf(problem, begin);
  return { ...(yield* improve(problem, begin, proposals, random)), initialImbalance };
}

function grow(problem: AlignmentProblem, random: Random): Int32Array {
  const grown = Array.from({ length: STARTS }, () => growTerritories(problem, chooseSeeds(problem, random)));
  return grown.reduce((best, each) =>
    imbalanceOf(problem, each) < imbalanceOf(problem, best) ? each : best,
  );
}

function imbalanceOf({ measures, territories }: AlignmentProblem, territoryOf: Int32Array): number {
  return worstImbalance(sumLoads(measures, territoryOf, territories));
}

/** Does it in one go. */
export function alignAtOnce(problem: AlignmentProblem): AlignmentResult {
  const steps = align(problem);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
