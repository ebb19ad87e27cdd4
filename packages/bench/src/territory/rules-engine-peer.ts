import type { AttributeTest, Condition, RuleLine } from '@quyu/territory-contracts';
import { Engine, type NestedCondition, type TopLevelCondition } from 'json-rules-engine';
import type { AssignMarket, Subject } from './assign-market.js';

/** Codes of the rules that apply to a subject. */
export type FindCodes = (subject: Subject) => Promise<readonly string[]>;

/**
 * The same rules in json-rules-engine. It knows no inheritance, so each rule also says what the territories above ask; it has
 * no prefixes, ranges between two bounds or presence, so they are operators of ours.
 */
export function createPeer({ territories, rules }: AssignMarket): FindCodes {
  const pathOf = new Map(territories.map(({ code, path }) => [code, path]));
  const byTerritory = Map.groupBy(rules, ({ territoryCode }) => territoryCode);
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator(
    'prefix',
    (fact: unknown, value: string) => typeof fact === 'string' && fact.startsWith(value),
  );
  engine.addOperator('range', (fact: unknown, { from = -Infinity, to = Infinity }: Bounds) => Number(fact) >= from && Number(fact) <= to); // prettier-ignore
  engine.addOperator('exists', (fact: unknown) => fact !== undefined);
  for (const rule of rules) {
    const above = (pathOf.get(rule.territoryCode) ?? [])
      .slice(0, -1)
      .map((code) => byTerritory.get(code) ?? []);
    engine.addRule({ conditions: conditionsOf(rule, above), event: { type: rule.code } });
  }
  return async (subject) => (await engine.run(subject)).events.map(({ type }) => type);
}

interface Bounds {
  readonly from?: number;
  readonly to?: number;
}

function conditionsOf(rule: RuleLine, above: readonly (readonly RuleLine[])[]): TopLevelCondition {
  const inherited = above
    .filter(({ length }) => length > 0)
    .map((own) => ({ any: own.map(({ condition }) => nest(condition)) }));
  return { all: [...inherited, nest(rule.condition)] };
}

function nest(condition: Condition): NestedCondition {
  if ('op' in condition) return { fact: condition.attribute, ...operatorOf(condition) };
  if ('not' in condition) return { not: nest(condition.not) };
  if ('all' in condition) return { all: condition.all.map(nest) };
  return { any: condition.any.map(nest) };
}

function operatorOf(test: AttributeTest): { readonly operator: string; readonly value: unknown } {
  switch (test.op) {
    case 'eq':
      return { operator: 'equal', value: test.value };
    case 'in':
      return { operator: 'in', value: test.values };
    case 'prefix':
      return { operator: 'prefix', value: test.value };
    case 'range':
      return { operator: 'range', value: { from: test.from, to: test.to } };
    default:
      return { operator: 'exists', value: true };
  }
}
