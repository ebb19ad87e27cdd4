import { type Bound, canMeet } from './bounds.js';
import type { Demand } from './demands.js';

/** The demands on one attribute: who asks for each value, who asks for a prefix or a range, and who asks for nothing. */
interface Shelf {
  readonly byValue: Map<string, number[]>;
  readonly others: { readonly bound: Bound; readonly number: number }[];
  readonly free: Uint8Array;
}

/**
 * For each rule, those that come before it whose bounds meet its own on every attribute: all that could match one subject with it,
 * and few besides. Rules that ask for values are found by them, so that most pairs are never looked at.
 */
export function rivalsAmong(demands: readonly Demand[]): (number: number) => readonly number[] {
  const shelves = new Map<string, Shelf>();
  for (const { bounds } of demands) {
    for (const attribute of bounds.keys()) {
      if (!shelves.has(attribute)) shelves.set(attribute, createShelf(demands, attribute));
    }
  }
  return (number) => {
    const attributes = [...demands[number]!.bounds].toSorted(([a], [b]) => freeIn(shelves, a) - freeIn(shelves, b));
    const counts = new Uint8Array(number);
    for (const [attribute, bound] of attributes) countMet(shelves.get(attribute)!, bound, counts, number);
    const rivals: number[] = [];
    for (let other = 0; other < number; other += 1) if (counts[other] === attributes.length) rivals.push(other);
    return rivals;
  };
} // prettier-ignore

function freeIn(shelves: ReadonlyMap<string, Shelf>, attribute: string): number {
  return shelves.get(attribute)?.byValue.size ?? 0;
}

function createShelf(demands: readonly Demand[], attribute: string): Shelf {
  const shelf: Shelf = { byValue: new Map(), others: [], free: new Uint8Array(demands.length) };
  for (const [number, { bounds }] of demands.entries()) {
    const bound = bounds.get(attribute);
    if (!bound) shelf.free[number] = 1;
    else if (bound.kind !== 'values') shelf.others.push({ bound, number });
    else for (const value of bound.values) putUnder(shelf.byValue, value, number);
  }
  return shelf;
}

function putUnder(lists: Map<string, number[]>, value: string, number: number): void {
  const list = lists.get(value);
  if (list) list.push(number);
  else lists.set(value, [number]);
}

/** Counts one for each rule before `number` whose bound on this attribute meets the given one. */
function countMet({ byValue, others, free }: Shelf, bound: Bound, counts: Uint8Array, number: number): void {
  const met = free.slice(0, number);
  const values =
    bound.kind === 'values'
      ? bound.values
      : [...byValue.keys()].filter((value) => canMeet(bound, { kind: 'values', values: new Set([value]) }));
  for (const value of values) {
    for (const other of byValue.get(value) ?? []) if (other < number) met[other] = 1;
  }
  for (const other of others) if (other.number < number && canMeet(bound, other.bound)) met[other.number] = 1;
  for (let other = 0; other < number; other += 1) counts[other]! += met[other]!;
}
