import { admits } from './bounds.js';
import type { Demand } from './demands.js';
import type { Region } from './regions.js';
import type { Wish } from './wish.js';

/** What a subject in a region may be like: the known values of every attribute that rules test. */
export type Surroundings = (region: Region) => ReadonlyMap<string, Wish>;

/**
 * Values of other dimensions are free. Within the region's own dimension only those count that rules name together with the
 * region, so that no city is looked for in a province where no rule puts it.
 */
export function surroundingsAmong(
  demands: readonly Demand[],
  regions: ReadonlyMap<string, readonly Region[]>,
): Surroundings {
  const known = new Map([...regions].map(([attribute, of]) => [attribute, of.map(({ value }) => value)]));
  const bounding = new Map(
    [...known.keys()].map((attribute) => [attribute, boundingBy(demands, attribute)] as const),
  );
  return (region) => {
    const naming = bounding.get(region.attribute)?.(region.value) ?? [];
    const given = new Map<string, Wish>([[region.attribute, { values: [region.value], tests: [] }]]);
    for (const [attribute, all] of known) {
      if (attribute === region.attribute) continue;
      const values = isOneDimension(attribute, region.attribute) ? namedBy(naming, attribute, all) : all;
      if (values.length > 0) given.set(attribute, { values, tests: [] });
    }
    return given;
  };
}

/** The demands that bound an attribute so that it may have a value. */
function boundingBy(demands: readonly Demand[], attribute: string): (value: string) => readonly Demand[] {
  const byValue = new Map<string, Demand[]>();
  const others: Demand[] = [];
  for (const demand of demands) {
    const bound = demand.bounds.get(attribute);
    if (bound && bound.kind !== 'values') others.push(demand);
    if (bound?.kind !== 'values') continue;
    for (const value of bound.values) {
      const there = byValue.get(value);
      if (there) there.push(demand);
      else byValue.set(value, [demand]);
    }
  }
  return (value) => [
    ...(byValue.get(value) ?? []),
    ...others.filter(({ bounds }) => admits(bounds.get(attribute)!, value)),
  ];
}

function namedBy(naming: readonly Demand[], attribute: string, known: readonly string[]): readonly string[] {
  const named = new Set<string>();
  for (const { bounds } of naming) {
    const bound = bounds.get(attribute);
    if (!bound) continue;
    const values = bound.kind === 'values' ? bound.values : known.filter((value) => admits(bound, value));
    for (const value of values) named.add(value);
  }
  return [...named];
}

function isOneDimension(one: string, other: string): boolean {
  return one.split('.', 1)[0] === other.split('.', 1)[0];
}
