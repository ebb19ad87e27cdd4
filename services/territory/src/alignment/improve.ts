import { type Loads, sumLoads, worstImbalance } from './balance.js';
import { openContiguity } from './contiguity.js';
import { neighboursOf } from './graph.js';
import type { GrowthProblem } from './growth.js';
import type { Random } from './random.js';

/** A division of the units that is being improved, and the best one seen so far. */
export interface Improvement {
  readonly territoryOf: Int32Array;
  /** Edges between units of different territories. */
  readonly cutEdges: number;
  readonly imbalance: number;
  /** Units that were handed from territory to territory. */
  readonly moves: number;
}

/** Proposals between two looks at the best, and between two rests. */
const STRETCH = 4096;
/** A division whose territories all are within this part of an equal share is good enough: then fewer cut edges count more. */
const TOLERANCE = 0.01;
/**
 * What a cut edge costs at the beginning, against the square of how far a territory is beyond the tolerance. It falls to
 * nothing: first territories become compact, in the end balance alone counts.
 */
const CUT_COST = 0.0006;
const HOT = 0.004;
const COLD = 0.000_005;

/**
 * Improves a division by simulated annealing: units at a border change sides if that makes the whole better, or, less and less
 * often, if it makes it a little worse. A territory never comes apart or vanishes, and centres never move. What is returned
 * is the best that was seen, the beginning included: it is never less balanced than the beginning.
 *
 * Rests now and then (`yield`), so that who runs it can do something else in between.
 */
export function* improve(
  problem: GrowthProblem,
  begin: Int32Array,
  proposals: number,
  random: Random,
): Generator<number, Improvement> {
  const state = openState(problem, begin);
  const fixed = new Set(problem.centres);
  const staysWhole = openContiguity(problem.graph);
  const begun = snapshot(state);
  let best = begun;
  for (let done = 0; done < proposals; done++) {
    if (done % STRETCH === 0) {
      best = better(best, state, begun.imbalance);
      yield done / proposals;
    }
    const temperature = HOT * (COLD / HOT) ** (done / proposals);
    const unit = Math.floor(random() * problem.graph.size);
    const target = pickSide(problem, state.territoryOf, unit, random);
    if (target === state.territoryOf[unit] || fixed.has(unit)) continue;
    const cutCost = CUT_COST * (1 - done / proposals);
    const cost = costOf(problem, state, unit, target, cutCost);
    if (cost > 0 && random() >= Math.exp(-cost / temperature)) continue;
    if (staysWhole(state.territoryOf, unit)) move(problem, state, unit, target);
  }
  return better(best, state, begun.imbalance);
}

interface State {
  readonly territoryOf: Int32Array;
  readonly loads: Loads;
  readonly means: readonly number[];
  cutEdges: number;
  moves: number;
}

function openState({ graph, measures, territories }: GrowthProblem, begin: Int32Array): State {
  const territoryOf = Int32Array.from(begin);
  const loads = sumLoads(measures, territoryOf, territories);
  const means = loads.map((load) => load.reduce((sum, each) => sum + each, 0) / territories);
  let cutEdges = 0;
  for (let unit = 0; unit < graph.size; unit++) {
    for (const other of neighboursOf(graph, unit)) {
      if (unit < other && territoryOf[unit] !== territoryOf[other]) cutEdges++;
    }
  }
  return { territoryOf, loads, means, cutEdges, moves: 0 };
}

/** The territory of one of the unit's neighbours. */
function pickSide({ graph }: GrowthProblem, territoryOf: Int32Array, unit: number, random: Random): number {
  const from = graph.first[unit]!;
  const degree = graph.first[unit + 1]! - from;
  return degree === 0 ? territoryOf[unit]! : territoryOf[graph.near[from + Math.floor(random() * degree)]!]!;
}

/** What the move would make worse; below 0 when it makes things better. */
function costOf(
  { measures, graph }: GrowthProblem,
  state: State,
  unit: number,
  target: number,
  cutCost: number,
): number {
  const source = state.territoryOf[unit]!;
  let cost = cutCost * cutsBy(graph, state.territoryOf, unit, target);
  measures.forEach((weights, index) => {
    const mean = state.means[index]!;
    const load = state.loads[index]!;
    const weight = weights[unit]!;
    if (mean === 0 || weight === 0) return;
    cost += penalty((load[source]! - weight) / mean) - penalty(load[source]! / mean);
    cost += penalty((load[target]! + weight) / mean) - penalty(load[target]! / mean);
  });
  return cost;
}

/** @param part of an equal share that a territory holds. */
function penalty(part: number): number {
  const beyond = Math.max(0, Math.abs(part - 1) - TOLERANCE / 2);
  return beyond * beyond;
}

function cutsBy(
  graph: GrowthProblem['graph'],
  territoryOf: Int32Array,
  unit: number,
  target: number,
): number {
  const source = territoryOf[unit]!;
  let cuts = 0;
  for (let at = graph.first[unit]!; at < graph.first[unit + 1]!; at++) {
    const other = territoryOf[graph.near[at]!]!;
    if (other === source) cuts++;
    else if (other === target) cuts--;
  }
  return cuts;
}

function move({ graph, measures }: GrowthProblem, state: State, unit: number, target: number): void {
  const source = state.territoryOf[unit]!;
  state.cutEdges += cutsBy(graph, state.territoryOf, unit, target);
  measures.forEach((weights, index) => {
    state.loads[index]![source]! -= weights[unit]!;
    state.loads[index]![target]! += weights[unit]!;
  });
  state.territoryOf[unit] = target;
  state.moves++;
}

function snapshot({ territoryOf, loads, cutEdges, moves }: State): Improvement {
  return { territoryOf: Int32Array.from(territoryOf), cutEdges, imbalance: worstImbalance(loads), moves };
}

/** @param most no division that is less balanced than this is taken, however few its cut edges. */
function better(best: Improvement, state: State, most: number): Improvement {
  const imbalance = worstImbalance(state.loads);
  const isBetter = imbalance <= most && isPreferred({ imbalance, cutEdges: state.cutEdges }, best);
  return isBetter ? snapshot(state) : { ...best, moves: state.moves };
}

/** Within the tolerance the fewer cut edges win, beyond it the smaller imbalance; never a worse imbalance than one beyond it. */
function isPreferred(
  one: Pick<Improvement, 'imbalance' | 'cutEdges'>,
  other: Pick<Improvement, 'imbalance' | 'cutEdges'>,
): boolean {
  const both = one.imbalance <= TOLERANCE && other.imbalance <= TOLERANCE;
  return both && one.cutEdges !== other.cutEdges
    ? one.cutEdges < other.cutEdges
    : one.imbalance < other.imbalance;
}
