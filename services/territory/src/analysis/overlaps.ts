import type { OverlapAnalysis, RuleOverlap } from '@quyu/territory-contracts';
import { isAbove } from '../assignment/assignment.js';
import type { CompiledRule, RuleBook } from '../assignment/linked-rules.js';
import { compileInSteps, type FindRules } from '../assignment/matcher.js';
import type { NormalForm } from '../assignment/normal-form.js';
import { type Demand, demandsOf } from './demands.js';
import { rivalsAmong } from './rivals.js';
import { type Effort, solve } from './solver.js';

/** What is found in a model's rules. */
export type Overlaps = Omit<OverlapAnalysis, 'modelCode' | 'modelVersion'>;

/** How hard is tried: tests over all, and for a single pair of rules. */
const EFFORT = 20_000_000;
const EFFORT_FOR_ONE = 20_000;

interface Search {
  readonly found: Record<RuleOverlap['kind'], RuleOverlap[]>;
  readonly limit: number;
  readonly effort: Effort;
  readonly find: FindRules;
  isComplete: boolean;
}

/**
 * Finds rules that can match one subject, from the rules alone: each pair with a subject that really matches both. It stops for a
 * moment after each rule, so that its caller can let others have their turn.
 *
 * Pairs are left out where the model itself says who wins: rules of one territory, and a territory that wins over one above
 * because it is more specific or has the higher priority.
 */
export function* findOverlaps(book: RuleBook, limit: number): Generator<void, Overlaps> {
  const demands = yield* demandsOf(book);
  const { find } = yield* compileInSteps(demands.map(({ rule }) => rule));
  const search: Search = { found: { conflict: [], shadowing: [] }, limit, effort: { left: EFFORT }, find, isComplete: true };
  const unmatchable: Overlaps['unmatchable'] = [];
  for (const demand of demands) {
    unmatchable.push(...findContradiction(demand, search));
    yield;
  }
  const rivalsOf = rivalsAmong(demands);
  yield;
  for (const demand of demands) {
    for (const other of rivalsOf(demand.rule.number)) compare(demands[other]!, demand, search);
    yield;
  }
  const { conflict, shadowing } = search.found;
  return {
    rules: demands.length,
    complete: search.isComplete && unmatchable.length <= limit,
    conflicts: conflict,
    shadowings: shadowing,
    unmatchable: unmatchable.slice(0, limit),
  };
} // prettier-ignore

function compare(one: Demand, other: Demand, search: Search): void {
  const kind = rivalryOf(one.rule, other.rule);
  if (!kind) return;
  if (search.found[kind].length >= search.limit) {
    search.isComplete = false;
    return;
  }
  const forms = [...new Set([one.own, other.own, ...one.above, ...other.above])];
  const solution = trySolving(forms, search);
  if (solution.kind === 'unknown') search.isComplete = false;
  if (solution.kind !== 'example') return;
  const [winner, loser] = one.rule.priority >= other.rule.priority ? [one, other] : [other, one];
  const matched = new Set(search.find(solution.attributes));
  if (!matched.has(one.rule.number) || !matched.has(other.rule.number)) {
    throw new TypeError(`the example for "${one.rule.code}" and "${other.rule.code}" does not match both`);
  }
  search.found[kind].push({
    kind,
    rules: [nameOf(winner.rule), nameOf(loser.rule)],
    example: solution.attributes,
  });
}

/** What it is when two rules match one subject; undefined when the model says who wins as it should be. */
function rivalryOf(one: CompiledRule, other: CompiledRule): RuleOverlap['kind'] | undefined {
  if (one.place === other.place) return undefined;
  const isUpper = isAbove(one, other);
  if (!isUpper && !isAbove(other, one)) return one.priority === other.priority ? 'conflict' : 'shadowing';
  const [upper, lower] = isUpper ? [one, other] : [other, one];
  return upper.priority > lower.priority ? 'shadowing' : undefined;
}

function trySolving(forms: readonly NormalForm[], { effort }: Search) {
  const share = Math.min(EFFORT_FOR_ONE, effort.left);
  const own = { left: share };
  const solution = solve(forms, own);
  effort.left -= share - own.left;
  return solution;
}

/** Whether a rule contradicts itself, or what the territories above it ask. */
function findContradiction({ rule, own, above }: Demand, search: Search) {
  if (trySolving([own, ...above], search).kind !== 'never') return [];
  const isAlone = trySolving([own], search).kind === 'never';
  return [{ ...nameOf(rule), because: isAlone ? ('itself' as const) : ('territories-above' as const) }];
}

function nameOf({ code, territoryCode, priority }: CompiledRule) {
  return { ruleCode: code, territoryCode, priority };
}
