import type { Condition, RuleLine, TerritoryLine } from '@quyu/territory-contracts';
import { WORLD } from '../../main-job/market.js';
import type { Filed } from '../filed.js';
import { TerritoryCodes } from './territory-codes.js';
import type { Place, Region } from './read-market.js';

/** How a market is divided: a tree of territories with parents first, and a rule for each region. */
export interface Division {
  readonly territories: readonly Filed<TerritoryLine>[];
  readonly rules: readonly Filed<RuleLine>[];
  /** The code of a region by its key. */
  readonly codeOf: ReadonlyMap<string, string>;
}

const PRIORITY = 100;

/**
 * Divides a market: World > group > country > region, and for each region the rule that it holds what lies in its
 * states. Two regions that hold the same state both get it: the platform then reports a conflict.
 */
export function divideMarket(regions: readonly Filed<Region>[], places: Iterable<Filed<Place>>): Division {
  const codes = new TerritoryCodes();
  const territories = new Map<string, Filed<TerritoryLine>>();
  const add = (line: number, path: readonly string[], level: string, parentCode?: string): string => {
    const name = path.at(-1) ?? '';
    const code = codes.give(path.join('\0'), level, name);
    const body = parentCode === undefined ? { code, name } : { code, name, parentCode };
    if (!territories.has(code)) territories.set(code, { line, body });
    return code;
  };
  const world = add(1, [WORLD], 'world');
  // The countries first: of a country and its only region of the same name, the country has the plain code.
  const parents = regions.map(({ line, body: { group, country } }) =>
    add(line, [WORLD, group, country], 'country', add(line, [WORLD, group], 'group', world)),
  );
  const codeOf = new Map(
    regions.map(({ line, body: { group, country, region, key } }, index) => [
      key,
      add(line, [WORLD, group, country, key, region], 'region', parents[index]),
    ]),
  );
  return { territories: [...territories.values()], rules: rulesOf(codeOf, places), codeOf };
}

interface Holding {
  readonly line: number;
  readonly countries: Map<string, Set<string>>;
}

/** One rule a region: any of its countries with the states it holds there. */
function rulesOf(codeOf: ReadonlyMap<string, string>, places: Iterable<Filed<Place>>): Filed<RuleLine>[] {
  const holdings = new Map<string, Holding>();
  for (const { line, body } of places) {
    const code = codeOf.get(body.territoryKey);
    if (code === undefined) continue;
    const { countries } = putIfAbsent(holdings, code, () => ({ line, countries: new Map() }));
    putIfAbsent(countries, body.country, () => new Set<string>()).add(body.province);
  }
  return [...holdings].map(([territoryCode, { line, countries }]) => {
    const condition = { any: [...countries].map(([country, states]) => holds(country, [...states])) };
    return {
      line,
      body: { code: `${territoryCode}-by-state`, territoryCode, priority: PRIORITY, condition },
    };
  });
}

function holds(country: string, states: readonly string[]): Condition {
  return {
    all: [
      { attribute: 'geo.country', op: 'eq', value: country },
      { attribute: 'geo.province', op: 'in', values: states.toSorted() },
    ],
  };
}

function putIfAbsent<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
