import { type Graph, neighboursOf } from './graph.js';

/** Says whether a territory stays in one piece without one of its units. Keeps its notes from question to question. */
export function openContiguity(graph: Graph): (territoryOf: Int32Array, unit: number) => boolean {
  const seen = new Int32Array(graph.size);
  const queue = new Int32Array(graph.size);
  let question = 0;
  return (territoryOf, unit) => {
    const territory = territoryOf[unit]!;
    let left = 0;
    let start = -1;
    for (const other of neighboursOf(graph, unit)) {
      if (territoryOf[other] !== territory) continue;
      left++;
      start = other;
    }
    // Without neighbours of its own it is a whole territory, which must not vanish.
    if (left <= 1) return left === 1;
    question++;
    seen[unit] = question;
    seen[start] = question;
    queue[0] = start;
    let length = 1;
    left--;
    for (let at = 0; at < length; at++) {
      for (const other of neighboursOf(graph, queue[at]!)) {
        if (seen[other] === question || territoryOf[other] !== territory) continue;
        seen[other] = question;
        queue[length++] = other;
        if (isNear(graph, unit, other) && --left === 0) return true;
      }
    }
    return false;
  };
}

function isNear(graph: Graph, unit: number, other: number): boolean {
  return neighboursOf(graph, unit).includes(other);
}

/** Whether every territory is one piece; an empty one is not. */
export function areContiguous(graph: Graph, territoryOf: Int32Array, territories: number): boolean {
  const reached = new Set<number>();
  const begun = new Set<number>();
  for (let unit = 0; unit < graph.size; unit++) {
    const territory = territoryOf[unit]!;
    if (begun.has(territory)) continue;
    begun.add(territory);
    reached.add(unit);
    const queue = [unit];
    for (const each of queue) {
      const fresh = neighboursOf(graph, each).filter(
        (other) => territoryOf[other] === territory && !reached.has(other),
      );
      fresh.forEach((other) => reached.add(other));
      queue.push(...fresh);
    }
  }
  return reached.size === graph.size && begun.size === territories;
}
