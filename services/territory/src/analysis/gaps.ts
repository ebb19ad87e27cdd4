import type { GapAnalysis } from '@quyu/territory-contracts';
import type { RuleBook } from '../assignment/linked-rules.js';
import { compileInSteps, type FindRules } from '../assignment/matcher.js';
import type { NormalForm } from '../assignment/normal-form.js';
import type { Attributes } from '../dimensions/dimensions.js';
import { admits } from './bounds.js';
import { type Demand, demandsOf } from './demands.js';
import { knownRegions, type Region, type ValuesOf } from './regions.js';
import { deny, type Effort, solve } from './solver.js';
import { type Surroundings, surroundingsAmong } from './surroundings.js';

/** What is found in a model's rules. */
export type Gaps = Omit<GapAnalysis, 'modelCode' | 'modelVersion'>;

/** How hard is tried: tests over all, and for a single region, whose subjects are put right so many times. */
const EFFORT = 20_000_000;
const EFFORT_FOR_ONE = 50_000;
const TRIES = 200;

interface Search {
  readonly demands: readonly Demand[];
  readonly find: FindRules;
  readonly around: Surroundings;
  readonly effort: Effort;
}

/**
 * Finds parts of the known values that no rule covers, each with a subject that no rule matches. Known are the values that rules
 * and dimensions name, and of numbers whatever lies between the bounds that rules name. It stops for a moment after each try.
 */
export function* findGaps(book: RuleBook, valuesOf: ValuesOf, limit: number): Generator<void, Gaps> {
  const demands = yield* demandsOf(book);
  const byAttribute = knownRegions(demands, valuesOf);
  const regions = [...byAttribute.values()].flat();
  yield;
  const around = surroundingsAmong(demands, byAttribute);
  yield;
  const { find } = yield* compileInSteps(demands.map(({ rule }) => rule));
  const search = { demands, find, around, effort: { left: EFFORT } };
  const gaps: Gaps['gaps'][number][] = [];
  let looked = 0;
  let isSure = true;
  while (looked < regions.length && gaps.length < limit) {
    const region = regions[looked++]!;
    const example = yield* findUncovered(region, search);
    if (example === 'unknown') isSure = false;
    else if (example) gaps.push({ ...region.named, isWhole: isWhole(region, demands), example });
    yield;
  }
  return { rules: demands.length, regions: looked, complete: isSure && looked === regions.length, gaps };
}

/**
 * A subject in the region that no rule matches, undefined when there is none. Whenever rules match the subject that was found,
 * the next is one that these rules do not match either: few rules are looked at, whatever their number.
 */
function* findUncovered(region: Region, search: Search): Generator<void, Attributes | 'unknown' | undefined> {
  const given = search.around(region);
  const denials: NormalForm[] = [];
  const own = { left: Math.min(EFFORT_FOR_ONE, search.effort.left) };
  const before = own.left;
  let found: Attributes | 'unknown' | undefined = 'unknown';
  for (let tries = 0; tries < TRIES && own.left > 0; tries += 1) {
    yield;
    const solution = solve(denials, own, given);
    if (solution.kind === 'unknown') break;
    found = solution.kind === 'example' ? solution.attributes : undefined;
    const matching = found ? search.find(found) : [];
    if (matching.length === 0) break;
    denials.push(...matching.map((number) => denialOf(search.demands[number]!)));
    found = 'unknown';
  }
  search.effort.left -= before - own.left;
  return found;
}

function denialOf({ own, above }: Demand): NormalForm {
  const form = deny({ kind: 'all', parts: [own, ...above] });
  return flatten(form);
}

/** An alternative within an alternative is one more alternative. */
function flatten(form: NormalForm): NormalForm {
  if (form.kind !== 'any') return form;
  const parts = form.parts.map(flatten).flatMap((part) => (part.kind === 'any' ? part.parts : [part]));
  return parts.length === 1 ? parts[0]! : { kind: 'any', parts };
}

/** Whether no rule could match any subject of the region. */
function isWhole({ attribute, value }: Region, demands: readonly Demand[]): boolean {
  return demands.every(({ bounds }) => {
    const bound = bounds.get(attribute);
    return bound !== undefined && !admits(bound, value);
  });
}
