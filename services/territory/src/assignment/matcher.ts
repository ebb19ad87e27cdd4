import type { RuleLine, Territory } from '@quyu/territory-contracts';
import type { Attributes } from '../dimensions/dimensions.js';
import type { ModelContent } from '../models/models.js';
import { compileForm, type Matches } from './compiled-conditions.js';
import { guessLikelihoods, type Likelihood } from './likelihood.js';
import { type NormalForm, toNormalForm } from './normal-form.js';
import { anchorOf, indexRules, type ShowCandidates } from './rule-index.js';
import { type Reading, Vocabulary } from './vocabulary.js';

/** A rule ready for subjects. */
export interface CompiledRule extends RuleLine {
  /** Codes from the top of the tree down to its own territory. */
  readonly path: readonly string[];
  readonly number: number;
  readonly form: NormalForm;
  readonly matches: Matches;
  /** Its territory, counted among those that have rules. */
  readonly place: number;
  /** The territories above that have rules, from the top: each must take the subject too. */
  readonly placesAbove: readonly number[];
}

/** The rules that apply to a subject. The list is overwritten by the next call. */
export type FindRules = (attributes: Attributes) => readonly CompiledRule[];

/** The part of a model that assigns. */
export type RuleBook = Pick<ModelContent, 'territories' | 'rules'>;

/**
 * Compiles rules for finding those that apply: the condition holds, and in each territory above that has rules, one of them.
 *
 * Rules are looked up in an index. One whose own condition would make it a candidate more often than the territory above takes
 * anybody is filed behind that territory instead, and comes up only when a rule there has matched.
 */
export function compileMatcher({ territories, rules }: RuleBook): FindRules {
  const vocabulary = new Vocabulary();
  const compiled = linkRules(territories, rules, vocabulary);
  const { front, behind } = fileRules(compiled, vocabulary);
  const read = vocabulary.reader();
  const seen = new Int32Array(compiled.length);
  const taken = new Int32Array(behind.length);
  const matched: CompiledRule[] = [];
  let turn = 0;
  let reading: Reading;

  const visit = (number: number): void => {
    if (seen[number] === turn) return;
    seen[number] = turn;
    const rule = compiled[number]!;
    if (!rule.matches(reading)) return;
    matched.push(rule);
    if (taken[rule.place] === turn) return;
    taken[rule.place] = turn;
    behind[rule.place]?.(reading, visit);
  };
  return (attributes) => {
    turn = nextTurn(turn, seen, taken);
    matched.length = 0;
    reading = read(attributes);
    front(reading, visit);
    return keepAdmitted(matched, taken, turn);
  };
}

/** Marks of earlier turns need no wiping, until the counter is at its end. */
function nextTurn(turn: number, ...marks: readonly Int32Array[]): number {
  if (turn < 2 ** 31 - 1) return turn + 1;
  for (const each of marks) each.fill(0);
  return 1;
}

/** Keeps the rules whose territories above have taken the subject, in place. */
function keepAdmitted(matched: CompiledRule[], taken: Int32Array, turn: number): readonly CompiledRule[] {
  let kept = 0;
  for (const rule of matched) {
    if (isAdmitted(rule, taken, turn)) matched[kept++] = rule;
  }
  matched.length = kept;
  return matched;
}

function isAdmitted({ placesAbove }: CompiledRule, taken: Int32Array, turn: number): boolean {
  for (const place of placesAbove) if (taken[place] !== turn) return false;
  return true;
}

function linkRules(
  territories: readonly Territory[],
  rules: readonly RuleLine[],
  vocabulary: Vocabulary,
): readonly CompiledRule[] {
  const pathOf = new Map(territories.map(({ code, path }) => [code, path]));
  const placeOf = new Map([...new Set(rules.map(({ territoryCode }) => territoryCode))].map((code, at) => [code, at])); // prettier-ignore
  return rules.map((rule, number) => {
    const path = pathOf.get(rule.territoryCode) ?? [rule.territoryCode];
    const above = path.slice(0, -1).map((code) => placeOf.get(code));
    const form = toNormalForm(rule.condition);
    return {
      ...rule,
      path,
      number,
      form,
      matches: compileForm(form, vocabulary),
      place: placeOf.get(rule.territoryCode)!,
      placesAbove: above.filter((place) => place !== undefined),
    };
  });
}

interface Files {
  readonly front: ShowCandidates;
  /** By place: the rules that come up when the place has taken the subject. */
  readonly behind: readonly (ShowCandidates | undefined)[];
}

function fileRules(rules: readonly CompiledRule[], vocabulary: Vocabulary): Files {
  const likelihood = guessLikelihoods(rules.map(({ form }) => form));
  const byPlace = Map.groupBy(rules, ({ place }) => place);
  const ofPlace = [...byPlace.keys()].map((place) => likelihoodOfPlace(byPlace, place, likelihood));
  const filed = Map.groupBy(rules, ({ form, placesAbove }) => {
    const last = placesAbove.at(-1);
    const own = anchorOf(form, vocabulary, likelihood)?.likelihood ?? 1;
    return last !== undefined && ofPlace[last]! < own ? last : undefined;
  });
  const index = (place: number | undefined): ShowCandidates | undefined => {
    const there = filed.get(place);
    return there && indexRules(there, vocabulary, likelihood);
  };
  return { front: index(undefined) ?? (() => {}), behind: ofPlace.map((_, place) => index(place)) };
}

/** How likely one of the place's rules matches. Places are numbered in the order in which their first rules come. */
function likelihoodOfPlace(
  byPlace: ReadonlyMap<number, readonly CompiledRule[]>,
  place: number,
  likelihood: Likelihood,
): number {
  return (byPlace.get(place) ?? []).reduce((sum, { form }) => sum + likelihood(form), 0);
}
