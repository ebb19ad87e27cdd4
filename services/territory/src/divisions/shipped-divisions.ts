import { readFileSync } from 'node:fs';
import { type Divisions, parseDivisions } from './divisions.js';
import { indexNames, type NameIndex } from './locate.js';

/**
 * The divisions that come with the service, as of 2023-06-30. Each file is read when it is first needed: most deployments
 * never look at subdistricts.
 */
export interface ShippedDivisions {
  /** Provinces, cities and districts. */
  upper(): Divisions;
  /** All four levels. */
  all(): Divisions;
  names(): NameIndex;
  /** Which cities touch: pairs of codes. */
  cityAdjacency(): readonly (readonly [string, string])[];
}

export function openShippedDivisions(): ShippedDivisions {
  const upper = once((): Divisions => byCode(read('divisions.tsv')));
  const all = once((): Divisions => new Map([...upper(), ...byCode(read('streets.tsv'))]));
  return {
    upper,
    all,
    names: once(() => indexNames(upper())),
    cityAdjacency: once(() => read('city-adjacency.tsv').trimEnd().split('\n').map(pairOf)),
  };
}

function byCode(text: string): Divisions {
  return new Map(parseDivisions(text).map((division) => [division.code, division]));
}

function pairOf(line: string): readonly [string, string] {
  const [from = '', to = ''] = line.split('\t');
  return [from, to];
}

function read(file: string): string {
  return readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8');
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
