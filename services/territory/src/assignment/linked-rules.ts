import type { RuleLine, Territory } from '@quyu/territory-contracts';
import type { ModelContent } from '../models/models.js';
import { type NormalForm, toNormalForm } from './normal-form.js';

/** The part of a model that assigns. */
export type RuleBook = Pick<ModelContent, 'territories' | 'rules'>;

/** A rule with its place in the tree of territories. */
export interface CompiledRule extends RuleLine {
  /** Codes from the top of the tree down to its own territory. */
  readonly path: readonly string[];
  /** Its place among all rules. */
  readonly number: number;
  readonly form: NormalForm;
  /** Its territory, counted among those that have rules. */
  readonly place: number;
  /** The territories above that have rules, from the top: each must take the subject too. */
  readonly placesAbove: readonly number[];
}

export function linkRules({ territories, rules }: RuleBook): readonly CompiledRule[] {
  const pathOf = new Map(territories.map((territory: Territory) => [territory.code, territory.path]));
  const withRules = new Set(rules.map(({ territoryCode }) => territoryCode));
  const placeOf = new Map([...withRules].map((code, place) => [code, place]));
  return rules.map((rule, number) => {
    const path = pathOf.get(rule.territoryCode) ?? [rule.territoryCode];
    const above = path.slice(0, -1).map((code) => placeOf.get(code));
    return {
      ...rule,
      path,
      number,
      form: toNormalForm(rule.condition),
      place: placeOf.get(rule.territoryCode)!,
      placesAbove: above.filter((place) => place !== undefined),
    };
  });
}
