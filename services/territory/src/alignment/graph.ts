/** Units as numbers from 0 on, with what is next to what: the neighbours of `unit` are `near[first[unit]..first[unit + 1]]`. */
export interface Graph {
  readonly size: number;
  readonly first: Int32Array;
  readonly near: Int32Array;
}

/** Builds the graph of undirected edges; one that is given twice, or both ways, counts once, and one to itself not at all. */
export function buildGraph(size: number, edges: readonly (readonly [number, number])[]): Graph {
  const lists: Set<number>[] = Array.from({ length: size }, () => new Set<number>());
  for (const [from, to] of edges) {
    if (from === to) continue;
    lists[from]?.add(to);
    lists[to]?.add(from);
  }
  const first = new Int32Array(size + 1);
  lists.forEach((list, unit) => (first[unit + 1] = first[unit]! + list.size));
  return { size, first, near: Int32Array.from(lists.flatMap((list) => [...list])) };
}

export function neighboursOf({ first, near }: Graph, unit: number): Int32Array {
  return near.subarray(first[unit], first[unit + 1]);
}

/**
 * How many steps each unit is away from the nearest of some units; -1 where no way leads.
 *
 * @param distances is filled, and may hold distances to others already: they only become smaller.
 */
export function spreadDistances(graph: Graph, from: readonly number[], distances: Int32Array): void {
  const queue = [...from];
  for (const unit of from) distances[unit] = 0;
  for (let at = 0; at < queue.length; at++) {
    const unit = queue[at]!;
    const next = distances[unit]! + 1;
    for (const other of neighboursOf(graph, unit)) {
      const known = distances[other]!;
      if (known !== -1 && known <= next) continue;
      distances[other] = next;
      queue.push(other);
    }
  }
}
