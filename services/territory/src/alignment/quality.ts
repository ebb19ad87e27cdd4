import type { AlignmentQuality } from '@quyu/territory-contracts';
import type { AlignmentProblem, AlignmentResult } from './align.js';
import { imbalanceOf, lowestImbalance, sumLoads } from './balance.js';

const MEASURES = ['potential', 'workload'] as const;

/** How good a result is, against what no division could do better. Measures are potential and workload, in this order. */
export function qualityOf(problem: AlignmentProblem, result: AlignmentResult): AlignmentQuality {
  const { measures, territories, graph } = problem;
  const loads = sumLoads(measures, result.territoryOf, territories);
  return {
    measures: MEASURES.map((measure, index) => {
      const load = loads[index]!;
      return {
        measure,
        least: load.reduce((least, each) => Math.min(least, each)),
        most: load.reduce((most, each) => Math.max(most, each)),
        mean: load.reduce((sum, each) => sum + each, 0) / territories,
        imbalanceBp: inBasisPoints(imbalanceOf(load)),
        lowestPossibleBp: inBasisPoints(lowestImbalance(measures[index]!, territories)),
      };
    }),
    initialImbalanceBp: inBasisPoints(result.initialImbalance),
    edges: graph.near.length / 2,
    cutEdges: result.cutEdges,
    moves: result.moves,
  };
}

function inBasisPoints(part: number): number {
  return Math.round(part * 10_000);
}
