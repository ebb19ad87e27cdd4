import { type Literal, literalsOf } from '../assignment/normal-form.js';
import type { Demand } from './demands.js';

/** The values a dimension knows of an attribute. */
export type ValuesOf = (attribute: string) => readonly string[];

/** A part of an attribute's values that no rule tells apart. `value` stands for all of it. */
export interface Region {
  readonly attribute: string;
  readonly value: string;
  /** As it is shown: a value, a prefix, or a range whose bounds do not belong to it unless they are one. */
  readonly named:
    | { readonly attribute: string; readonly region: 'value' | 'prefix'; readonly value: string }
    | {
        readonly attribute: string;
        readonly region: 'range';
        readonly from: number | null;
        readonly to: number | null;
      };
}

/** The regions of each attribute that rules test, by attribute. */
export function knownRegions(
  demands: readonly Demand[],
  valuesOf: ValuesOf,
): ReadonlyMap<string, readonly Region[]> {
  const literals = demands.flatMap(({ own }) => literalsOf(own));
  const byAttribute = Map.groupBy(literals, ({ test }) => test.attribute);
  return new Map(
    [...byAttribute].map(([attribute, own]) => [attribute, regionsOf(attribute, own, valuesOf)]),
  );
}

function regionsOf(attribute: string, literals: readonly Literal[], valuesOf: ValuesOf): readonly Region[] {
  const values = new Set(valuesOf(attribute));
  const prefixes = new Set<string>();
  const bounds = new Set<number>();
  for (const { test } of literals) {
    if (test.op === 'eq') values.add(test.value);
    if (test.op === 'in') test.values.forEach((value) => values.add(value));
    if (test.op === 'prefix') prefixes.add(test.value);
    if (test.op === 'range' && test.from !== undefined) bounds.add(test.from);
    if (test.op === 'range' && test.to !== undefined) bounds.add(test.to);
  }
  return [
    ...[...values].map((value): Region => ({ attribute, value, named: { attribute, region: 'value', value } })),
    ...[...prefixes].map((value): Region => ({ attribute, value, named: { attribute, region: 'prefix', value } })),
    ...rangesBetween(attribute, [...bounds].toSorted((a, b) => a - b)),
  ];
} // prettier-ignore

/** Below the first bound, at each, between each two, and above the last. Between two whole numbers in a row there is nothing. */
function rangesBetween(attribute: string, bounds: readonly number[]): readonly Region[] {
  const first = bounds[0];
  const last = bounds.at(-1);
  if (first === undefined || last === undefined) return [];
  const region = (from: number | null, to: number | null, value: number): Region => ({
    attribute,
    value: String(value),
    named: { attribute, region: 'range', from, to },
  });
  const inside = bounds.flatMap((bound, at) => {
    const next = bounds[at + 1];
    const isApart = next !== undefined && !(Number.isInteger(bound) && next - bound <= 1);
    return [region(bound, bound, bound), ...(isApart ? [region(bound, next, between(bound, next))] : [])];
  });
  return [region(null, first, first - 1), ...inside, region(last, null, last + 1)];
}

function between(from: number, to: number): number {
  const middle = Math.floor((from + to) / 2);
  return middle > from ? middle : (from + to) / 2;
}
