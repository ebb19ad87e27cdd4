import { isDeepStrictEqual } from 'node:util';
import type { Mode, RuleLine, Territory } from '@quyu/territory-contracts';
import type { ModelContent } from '../models/models.js';
import { compileRules } from './assignment.js';
import { type Account, type CompiledModel, compileModel } from './placement.js';

type Content = Pick<ModelContent, 'territories' | 'rules'>;

/** How a model is to take over the accounts. */
export interface TakeOver {
  readonly model: CompiledModel;
  readonly mode: Mode;
  readonly touches: Touches;
}

/** @param before the model that has placed the accounts so far, if any. */
export function planTakeOver(before: ModelContent | undefined, after: ModelContent, mode: Mode): TakeOver {
  const touches = before ? findTouched(before, after) : () => true;
  return { model: compileModel(after), mode, touches };
}

/** Whether one model may place an account otherwise than another did. False only when it surely does not. */
export type Touches = (account: Account) => boolean;

/**
 * Finds the accounts that the difference between two models can touch, so that the others need not be decided on again.
 *
 * What a subject comes to depends on the rules that match it, and on which territories above those have rules at all. So it
 * is touched when a rule matches it, in either model, that differs, that belongs to a territory whose way up differs, or that
 * has a territory above which has rules in one of the models only. Its place is touched when its territory's name or way up
 * differs. Accounts that `before` has not placed by its rules are always touched.
 *
 * @param before the model that has placed the accounts.
 */
export function findTouched(before: Content & { modelId: string }, after: Content): Touches {
  const altered = new Set(alteredTerritories(before, after));
  const touchedRules = [...rulesTouched(before, after), ...rulesTouched(after, before)];
  const matchesTouched = compileAsAlternatives(touchedRules);
  return ({ attributes, modelId, place, by, pin }) =>
    modelId !== before.modelId ||
    pin !== null ||
    by !== 'rule' ||
    place === null ||
    (place.territoryCode !== null && altered.has(place.territoryCode)) ||
    matchesTouched(attributes).status !== 'gap';
}

/** The rules of `one` that may come to something else in `other`. */
function rulesTouched(one: Content, other: Content): readonly RuleLine[] {
  const rules = new Map(other.rules.map((rule) => [rule.code, rule]));
  const paths = new Map(other.territories.map(({ code, path }) => [code, path]));
  const own = new Map(one.territories.map(({ code, path }) => [code, path]));
  const [ruledHere, ruledThere] = [territoriesWithRules(one), territoriesWithRules(other)];
  const changesRuled = (code: string): boolean => ruledHere.has(code) !== ruledThere.has(code);
  return one.rules.filter((rule) => {
    const path = own.get(rule.territoryCode) ?? [];
    if (!isDeepStrictEqual(path, paths.get(rule.territoryCode))) return true;
    return !isDeepStrictEqual(rule, rules.get(rule.code)) || path.some(changesRuled);
  });
}

function territoriesWithRules({ rules }: Content): ReadonlySet<string> {
  return new Set(rules.map(({ territoryCode }) => territoryCode));
}

function alteredTerritories(before: Content, after: Content): readonly string[] {
  const known = new Map(after.territories.map((territory) => [territory.code, territory]));
  return before.territories
    .filter((territory) => !looksTheSame(territory, known.get(territory.code)))
    .map(({ code }) => code);
}

function looksTheSame(one: Territory, other: Territory | undefined): boolean {
  return other !== undefined && one.name === other.name && isDeepStrictEqual(one.path, other.path);
}

/** Each rule in a territory of its own, below none: some rule applies if and only if one of their conditions holds. */
function compileAsAlternatives(rules: readonly RuleLine[]) {
  const alone = rules.map((rule, index) => ({ ...rule, code: `${index}`, territoryCode: `${index}` }));
  const territories = alone.map(({ code }) => ({
    code,
    name: code,
    parentCode: null,
    level: 1,
    path: [code],
  }));
  return compileRules({ territories, rules: alone });
}
