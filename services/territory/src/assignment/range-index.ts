import { packRows, showRow } from './packed-rows.js';
import type { Reading, Slot } from './vocabulary.js';

interface Filed {
  readonly probe: { readonly slot: Slot; readonly from: number; readonly to: number };
  readonly number: number;
}

/**
 * Finds the ranges around a number in as many steps as there are bits in how many bounds there are: a segment tree. The bounds
 * cut the numbers into places, the odd ones being the bounds themselves and the even ones what lies between; a range is filed
 * under the few nodes of the tree that make up its places.
 */
export function indexRanges(filed: readonly Filed[]) {
  const all = filed.flatMap(({ probe: { from, to } }) => [from, to]);
  const bounds = Float64Array.from(new Set(all.filter(Number.isFinite))).toSorted();
  const size = 2 * bounds.length + 1;
  const rows = packRows(
    2 * size,
    filed.flatMap(({ probe: { from, to }, number }) =>
      nodesOf(placeOf(bounds, from), placeOf(bounds, to), size).map((node): [number, number] => [
        node,
        number,
      ]),
    ),
  );
  const index = filed[0]!.probe.slot.index;
  return ({ numbers }: Reading, visit: (number: number) => void): void => {
    const number = numbers[index]!;
    if (Number.isNaN(number)) return;
    for (let node = placeOf(bounds, number) + size; node > 0; node >>= 1) showRow(rows, node, visit);
  };
}

/** 2i + 1 for the i-th bound, 2i for what lies below it and above the one before. */
function placeOf(bounds: Float64Array, number: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return bounds[low] === number ? 2 * low + 1 : 2 * low;
}

/** The nodes that together stand for the places from `first` to `last`. */
function nodesOf(first: number, last: number, size: number): readonly number[] {
  const nodes: number[] = [];
  let low = first + size;
  let high = last + size + 1;
  while (low < high) {
    if (low % 2 === 1) nodes.push(low++);
    if (high % 2 === 1) nodes.push(--high);
    low >>= 1;
    high >>= 1;
  }
  return nodes;
}
