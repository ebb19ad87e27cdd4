import type { Attributes } from '../dimensions/dimensions.js';
import { type Applicable, chooseAmong, type Decision } from './assignment.js';
import { meets } from './conditions.js';
import type { RuleBook } from './linked-rules.js';

/** Every rule that applies to a subject, found by reading all of them: what the compiled rules must find too. */
export function readRules({ territories, rules }: RuleBook, attributes: Attributes): readonly Applicable[] {
  const pathOf = new Map(territories.map(({ code, path }) => [code, path]));
  const admits = (code: string): boolean => {
    const own = rules.filter(({ territoryCode }) => territoryCode === code);
    return own.length === 0 || own.some(({ condition }) => meets(condition, attributes));
  };
  return rules.flatMap((rule) => {
    const path = pathOf.get(rule.territoryCode) ?? [rule.territoryCode];
    const applies = meets(rule.condition, attributes) && path.slice(0, -1).every(admits);
    return applies ? [{ ...rule, path }] : [];
  });
}

/** Decides by reading every rule. */
export function decideNaively(book: RuleBook, attributes: Attributes): Decision {
  return chooseAmong(readRules(book, attributes));
}
