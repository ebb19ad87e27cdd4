import { isDeepStrictEqual } from 'node:util';
import type { Fault, Judgement, Line } from '@quyu/plugin-kit';
import type { Condition, RuleLine } from '@quyu/territory-contracts';
import { contradictionIn } from '../analysis/contradiction.js';
import type { Dimensions } from '../dimensions/dimensions.js';

/** What a new rule must fit. */
export interface RuleSurroundings {
  /** The model's rules with the codes of the lines, by code. */
  readonly rules: ReadonlyMap<string, RuleLine>;
  /** Codes of the model's territories, at least of those that the lines name. */
  readonly territories: ReadonlySet<string>;
  readonly dimensions: Pick<Dimensions, 'objectionTo'>;
}

/** Judges the rules to add, in their order. */
export function judgeRules(
  surroundings: RuleSurroundings,
  lines: readonly Line<RuleLine>[],
): readonly Judgement<RuleLine>[] {
  const soFar = new Map(surroundings.rules);
  return lines.map(({ value }) => {
    const there = soFar.get(value.code);
    if (there) return isDeepStrictEqual(there, value) ? { kind: 'unchanged' } : taken(value.code);
    const faults = faultsOf(value, surroundings);
    if (faults.length > 0) return { kind: 'faulty', faults };
    soFar.set(value.code, value);
    return { kind: 'new', value };
  });
}

function taken(code: string): Judgement<RuleLine> {
  const message = `the model has a rule "${code}" with other content`;
  return { kind: 'faulty', faults: [{ pointer: '/code', code: 'duplicate_code', message }] };
}

function faultsOf(rule: RuleLine, { territories, dimensions }: RuleSurroundings): readonly Fault[] {
  const faults = faultsOrContradiction(rule.condition, dimensions);
  if (territories.has(rule.territoryCode)) return faults;
  const message = `the model has no territory "${rule.territoryCode}"`;
  return [{ pointer: '/territoryCode', code: 'unknown_territory', message }, ...faults];
}

function faultsOrContradiction(
  condition: Condition,
  dimensions: Pick<Dimensions, 'objectionTo'>,
): readonly Fault[] {
  const faults = faultsIn(condition, '/condition', dimensions);
  const pointer = faults.length === 0 ? contradictionIn(condition) : undefined;
  const message = 'contradicts what the rule asks besides, so that it can never match';
  return pointer === undefined ? faults : [{ pointer, code: 'never_matches', message }];
}

/** Far more than a person would write, and little enough that no condition is too deep to be looked through. */
const DEPTH_LIMIT = 20;

function faultsIn(
  condition: Condition,
  at: string,
  dimensions: Pick<Dimensions, 'objectionTo'>,
  depth = 1,
): readonly Fault[] {
  if (depth > DEPTH_LIMIT) {
    return [{ pointer: at, code: 'too_deep', message: `is more than ${DEPTH_LIMIT} conditions deep` }];
  }
  if ('not' in condition) return faultsIn(condition.not, `${at}/not`, dimensions, depth + 1);
  if (!('op' in condition)) {
    const [name, parts] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
    return parts.flatMap((part, index) => faultsIn(part, `${at}/${name}/${index}`, dimensions, depth + 1));
  }
  const objection = dimensions.objectionTo(condition.attribute);
  const faults = condition.op === 'range' ? rangeFaults(condition, at) : [];
  return objection ? [{ pointer: `${at}/attribute`, ...objection }, ...faults] : faults;
}

function rangeFaults(
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  at: string,
): readonly Fault[] {
  if (from === undefined && to === undefined) {
    return [{ pointer: at, code: 'empty_range', message: 'needs from, to or both' }];
  }
  if (from === undefined || to === undefined || from <= to) return [];
  return [{ pointer: `${at}/from`, code: 'reversed_range', message: `${from} is greater than to, ${to}` }];
}
