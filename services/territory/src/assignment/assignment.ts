import type { Attributes } from '../dimensions/dimensions.js';
import type { RuleBook } from './linked-rules.js';
import { compileMatcher } from './matcher.js';

/** What the rules say of one subject. */
export type Decision =
  | { readonly status: 'assigned'; readonly territoryCode: string; readonly ruleCode: string }
  | { readonly status: 'gap' }
  | { readonly status: 'conflict'; readonly contenders: readonly string[] };

/** Decides by rules that were compiled beforehand: quick however many there are. */
export type Decide = (attributes: Attributes) => Decision;

/** What choosing needs to know of a rule that applies. `path` is that of its territory. */
export interface Applicable {
  readonly code: string;
  readonly territoryCode: string;
  readonly priority: number;
  readonly path: readonly string[];
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
export function compileRules(book: RuleBook): Decide {
  const { rules, find } = compileMatcher(book);
  const priorities = Int32Array.from(rules, ({ priority }) => priority);
  const decisions = rules.map((rule) => assignedBy(rule, rule.code));
  return (attributes) => {
    const found = find(attributes);
    const winner = onlyHighest(found, priorities);
    return winner >= 0 ? decisions[winner]! : chooseAmong(found.map((number) => rules[number]!));
  };
}

/** The one rule that has the highest priority; -1 when there is none, or several. */
function onlyHighest(found: readonly number[], priorities: Int32Array): number {
  let winner = -1;
  let highest = -1;
  for (const number of found) {
    const priority = priorities[number]!;
    if (priority === highest) winner = -1;
    if (priority <= highest) continue;
    winner = number;
    highest = priority;
  }
  return winner;
}

const GAP: Decision = { status: 'gap' };

/** Decides between all rules that apply to one subject. */
export function chooseAmong(applicable: readonly Applicable[]): Decision {
  const [first] = applicable;
  if (!first) return GAP;
  if (applicable.length === 1) return assignedBy(first, first.code);
  const lowest = lowestOfHighest(applicable);
  const [one] = lowest;
  if (one && lowest.length === 1) return assignedBy(one, one.code);
  const codes = lowest.map(({ code }) => code).toSorted();
  const places = new Set(lowest.map(({ territoryCode }) => territoryCode));
  if (places.size > 1) return { status: 'conflict', contenders: codes };
  return assignedBy(lowest[0]!, codes[0]!);
}

/** Of the rules with the highest priority, those of the territories that have no other of them below. */
function lowestOfHighest(applicable: readonly Applicable[]): readonly Applicable[] {
  let highest = -1;
  for (const { priority } of applicable) if (priority > highest) highest = priority;
  const tied = applicable.filter(({ priority }) => priority === highest);
  return tied.length === 1 ? tied : tied.filter((rule) => !tied.some((other) => isAbove(rule, other)));
}

function assignedBy({ territoryCode }: Applicable, ruleCode: string): Decision {
  return { status: 'assigned', territoryCode, ruleCode };
}

/** Whether a rule's territory lies above that of another. */
export function isAbove(
  rule: Pick<Applicable, 'territoryCode'>,
  other: Pick<Applicable, 'territoryCode' | 'path'>,
): boolean {
  return rule.territoryCode !== other.territoryCode && other.path.includes(rule.territoryCode);
}
