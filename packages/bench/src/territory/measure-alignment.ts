import { alignAtOnce, type AlignmentProblem, buildGraph, qualityOf } from '@quyu/territory/alignment';
import { atMost, type Figure } from '../figure.js';
import { readCounties } from './us-counties.js';

const UNITS = 3000;
const TERRITORIES = 50;
const SECONDS = 10;
const SEED = 1;

/** How long it takes to divide 3,000 counties into 50 balanced territories, and how balanced they are. */
export function measureAlignment(): Figure {
  const { size, edges } = readCounties(UNITS);
  const problem: AlignmentProblem = {
    graph: buildGraph(size, edges),
    measures: [drawWeights(size, 1, 1000), drawWeights(size, 0.5, 100)],
    territories: TERRITORIES,
    centres: [],
    seed: SEED,
  };
  const began = performance.now();
  const result = alignAtOnce(problem);
  const seconds = (performance.now() - began) / 1000;
  const quality = qualityOf(problem, result);
  return {
    ...atMost('alignment-s', seconds, SECONDS),
    detail: `${size} US counties into ${TERRITORIES} territories, seed ${SEED}`,
    notes: [
      `imbalance of the first growth ${percent(quality.initialImbalanceBp)}`,
      ...quality.measures.map(
        ({ measure, imbalanceBp, lowestPossibleBp }) =>
          `imbalance of ${measure} ${percent(imbalanceBp)}; no division can have less than ${percent(lowestPossibleBp)}`,
      ),
      `${quality.cutEdges} of ${quality.edges} edges cut, ${quality.moves} moves`,
      'borders are real (us-atlas); weights are drawn: lognormal, sigma 1 for potential and 0.5 for workload',
    ],
  };
}

function percent(basisPoints: number): string {
  return `${(basisPoints / 100).toFixed(2)} %`;
}

/** Lognormal weights, the same in every run: normal quantiles in an order that jumps about. */
function drawWeights(size: number, sigma: number, median: number): Float64Array {
  // Steps of the golden ratio fill the interval evenly; two streams make one normal number (Box-Muller).
  const part = (index: number, step: number): number => ((index + 1) * step) % 1;
  return Float64Array.from({ length: size }, (_, index) => {
    const radius = Math.sqrt(-2 * Math.log(part(index, 0.618_033_988_749) || 0.5));
    const normal = radius * Math.cos(2 * Math.PI * part(index, 0.754_877_666_246 * (1 + sigma)));
    return Math.round(median * Math.exp(sigma * normal));
  });
}
