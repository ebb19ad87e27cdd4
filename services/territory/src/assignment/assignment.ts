import type { RuleLine, Territory } from '@quyu/territory-contracts';
import type { Attributes } from '../dimensions/dimensions.js';
import type { ModelContent } from '../models/models.js';
import { compileCondition, type Matches } from './conditions.js';
import { indexByCondition } from './rule-index.js';

/** What the rules say of one subject. */
export type Decision =
  | { readonly status: 'assigned'; readonly territoryCode: string; readonly ruleCode: string }
  | { readonly status: 'gap' }
  | { readonly status: 'conflict'; readonly contenders: readonly string[] };

/** Decides by rules that were compiled beforehand: quick however many there are. */
export type Decide = (attributes: Attributes) => Decision;

interface CompiledRule extends RuleLine {
  readonly matches: Matches;
  /** Codes from the top of the tree down to its own territory. */
  readonly path: readonly string[];
  /** The rules of each territory above that has any. */
  readonly inherited: readonly (readonly CompiledRule[])[];
}

/**
 * Compiles a model's rules. The order of territories and rules does not matter.
 *
 * - Rules of one territory are alternatives: a subject needs to match one of them.
 * - Inheritance: a rule applies only to subjects that each territory above would take too, where that has rules at all.
 * - No rule applies: a gap. One: assigned. Several: the highest priority wins.
 * - At equal priority a territory wins over those above it, because inheriting makes them match whenever it does.
 * - What is still tied over different territories is a conflict; within one territory the lowest rule code is named.
 */
export function compileRules({ territories, rules }: Pick<ModelContent, 'territories' | 'rules'>): Decide {
  const candidatesFor = indexByCondition(linkRules(territories, rules));
  return (attributes) => choose(candidatesFor(attributes).filter((rule) => applies(rule, attributes)));
}

function linkRules(territories: readonly Territory[], rules: readonly RuleLine[]): readonly CompiledRule[] {
  const pathOf = new Map(territories.map(({ code, path }) => [code, path]));
  const byTerritory = new Map<string, CompiledRule[]>();
  return rules.map((rule) => {
    const path = pathOf.get(rule.territoryCode) ?? [rule.territoryCode];
    // Shared lists that fill up while the rules are linked: a rule may come before those it inherits.
    const inherited = path.slice(0, -1).map((code) => listOf(byTerritory, code));
    const linked = { ...rule, matches: compileCondition(rule.condition), path, inherited };
    listOf(byTerritory, rule.territoryCode).push(linked);
    return linked;
  });
}

function listOf(lists: Map<string, CompiledRule[]>, code: string): CompiledRule[] {
  const list = lists.get(code) ?? [];
  lists.set(code, list);
  return list;
}

function applies(rule: CompiledRule, attributes: Attributes): boolean {
  const admits = (above: readonly CompiledRule[]): boolean =>
    above.length === 0 || above.some(({ matches }) => matches(attributes));
  return rule.matches(attributes) && rule.inherited.every(admits);
}

function choose(applicable: readonly CompiledRule[]): Decision {
  const [first] = applicable;
  if (!first) return { status: 'gap' };
  if (applicable.length === 1) return assignedBy(first, first.code);
  const highest = Math.max(...applicable.map(({ priority }) => priority));
  const tied = applicable.filter(({ priority }) => priority === highest);
  const lowest = tied.filter((rule) => !tied.some((other) => isAbove(rule, other)));
  const codes = [...new Set(lowest.map(({ code }) => code))].toSorted();
  const places = new Set(lowest.map(({ territoryCode }) => territoryCode));
  if (places.size > 1) return { status: 'conflict', contenders: codes };
  return assignedBy(lowest[0]!, codes[0]!);
}

function assignedBy({ territoryCode }: CompiledRule, ruleCode: string): Decision {
  return { status: 'assigned', territoryCode, ruleCode };
}

function isAbove(rule: CompiledRule, other: CompiledRule): boolean {
  return rule.territoryCode !== other.territoryCode && other.path.includes(rule.territoryCode);
}
