import type { GapAnalysis } from '@quyu/territory-contracts';
import type { RuleBook } from '../assignment/linked-rules.js';
import { compileMatcher } from '../assignment/matcher.js';
import type { NormalForm } from '../assignment/normal-form.js';
import type { Attributes } from '../dimensions/dimensions.js';
import { admits } from './bounds.js';
import { type Demand, demandsOf } from './demands.js';
import { knownRegions, type Region, type ValuesOf } from './regions.js';
import { deny, type Effort, solve } from './solver.js';
import type { Wish } from './wish.js';

/** What is found in a model's rules. */
export type Gaps = Omit<GapAnalysis, 'modelCode' | 'modelVersion'>;

const EFFORT = 20_000_000;
const EFFORT_FOR_ONE = 50_000;

/**
 * Finds parts of the known values that no rule covers, each with a subject that no rule matches. Known are the values that rules
 * and dimensions name, and of numbers whatever lies between the bounds that rules name. What else the subject is like is taken from
 * what is known too: within the region's own dimension only from rules that name the region, so that no city is looked for in a
 * province where no rule puts it.
 */
export function* findGaps(book: RuleBook, valuesOf: ValuesOf, limit: number): Generator<void, Gaps> {
  const demands = demandsOf(book);
  const { find } = compileMatcher(book);
  const regions = knownRegions(demands, valuesOf);
  const effort = { left: EFFORT };
  const gaps: Gaps['gaps'][number][] = [];
  let isComplete = true;
  for (const region of [...regions.values()].flat()) {
    if (gaps.length >= limit) isComplete = false;
    if (!isComplete && gaps.length >= limit) break;
    const example = findUncovered(region, demands, regions, effort);
    if (example === 'unknown') isComplete = false;
    else if (example && find(example).length === 0) gaps.push({ ...region.named, isWhole: isWhole(region, demands), example });
    yield;
  }
  const total = [...regions.values()].reduce((sum, { length }) => sum + length, 0);
  return { rules: demands.length, regions: total, complete: isComplete, gaps };
} // prettier-ignore

/** A subject in the region that no rule matches, undefined when there is none. */
function findUncovered(
  region: Region,
  demands: readonly Demand[],
  regions: ReadonlyMap<string, readonly Region[]>,
  effort: Effort,
): Attributes | 'unknown' | undefined {
  const near = demands.filter((demand) => mayMatch(demand, region));
  const given = surroundingsOf(region, near, regions);
  const denials = near.map(({ own, above }) => deny({ kind: 'all', parts: [own, ...above] }));
  const own = { left: Math.min(EFFORT_FOR_ONE, effort.left) };
  const before = own.left;
  const solution = solve(denials.map(flatten), own, given);
  effort.left -= before - own.left;
  if (solution.kind === 'unknown') return 'unknown';
  return solution.kind === 'example' ? solution.attributes : undefined;
}

/** An alternative within an alternative is one more alternative. */
function flatten(form: NormalForm): NormalForm {
  if (form.kind !== 'any') return form;
  const parts = form.parts.map(flatten).flatMap((part) => (part.kind === 'any' ? part.parts : [part]));
  return { kind: 'any', parts };
}

function mayMatch({ bounds }: Demand, { attribute, value }: Region): boolean {
  const bound = bounds.get(attribute);
  return !bound || admits(bound, value);
}

/** Whether no rule could match any subject of the region. */
function isWhole(region: Region, demands: readonly Demand[]): boolean {
  return !demands.some((demand) => mayMatch(demand, region));
}

/** The values that the other attributes may have. */
function surroundingsOf(
  region: Region,
  near: readonly Demand[],
  regions: ReadonlyMap<string, readonly Region[]>,
): ReadonlyMap<string, Wish> {
  const naming = near.filter(({ bounds }) => bounds.has(region.attribute));
  const tested = new Set(near.flatMap(({ bounds }) => [...bounds.keys()]));
  const given = new Map<string, Wish>([[region.attribute, { values: [region.value], tests: [] }]]);
  for (const attribute of tested) {
    if (attribute === region.attribute) continue;
    const known = (regions.get(attribute) ?? []).map(({ value }) => value);
    const values = dimensionOf(attribute) === dimensionOf(region.attribute) ? namedWith(naming, attribute, known) : known;
    if (values.length > 0) given.set(attribute, { values, tests: [] });
  }
  return given;
} // prettier-ignore

function namedWith(
  naming: readonly Demand[],
  attribute: string,
  known: readonly string[],
): readonly string[] {
  const bounds = naming.flatMap((demand) => demand.bounds.get(attribute) ?? []);
  return known.filter((value) => bounds.some((bound) => admits(bound, value)));
}

function dimensionOf(attribute: string): string {
  return attribute.split('.', 1)[0]!;
}
