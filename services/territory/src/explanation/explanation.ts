import type { Explanation, FailedTest } from '@quyu/territory-contracts';
import { type Applicable, chooseAmong, type Decision, isAbove } from '../assignment/assignment.js';
import { type CompiledRule, linkRules, type RuleBook } from '../assignment/linked-rules.js';
import type { Literal } from '../assignment/normal-form.js';
import type { Attributes } from '../dimensions/dimensions.js';
import { describeTest, shortfallOf } from './shortfall.js';
import { summarise } from './summary.js';

/** Where somebody or something other than the rules has put a subject. */
export interface Overruling {
  readonly because: 'pin' | 'kept';
  readonly territoryCode: string;
  readonly ruleCode: string | null;
}

/** An explanation but for the model it is by. */
export type Reasons = Omit<Explanation, 'modelCode' | 'modelVersion'>;
export type Because = Explanation['because'];
type Outcome = Explanation['matched'][number]['outcome'];

const LISTED = 100;

/**
 * Explains what a model's rules say of a subject: which apply and what became of each, and which came closest to applying,
 * with the tests that failed. It reads every rule, as plainly as can be.
 *
 * @param nearest how many of the rules that do not apply are told of.
 * @param overruling where the subject is in spite of the rules.
 */
export function explain(book: RuleBook, attributes: Attributes, nearest: number, overruling?: Overruling): Reasons {
  const judged = judgeRules(linkRules(book), attributes);
  const applicable = judged.filter(({ failed }) => failed.length === 0).map(({ rule }) => rule);
  const decision = chooseAmong(applicable);
  const place = overruling
    ? { status: 'assigned' as const, territoryCode: overruling.territoryCode, ruleCode: overruling.ruleCode, contenders: [] }
    : { territoryCode: null, ruleCode: null, contenders: [], ...decision };
  const because = overruling?.because ?? causeOf(decision, applicable);
  const matched = applicable.map((rule) => listMatch(rule, decision, applicable, overruling !== undefined));
  return {
    attributes,
    ...place,
    contenders: [...place.contenders],
    because,
    summary: summarise(because, place, applicable.length),
    matches: matched.length,
    matched: matched.toSorted(byOutcome).slice(0, LISTED),
    nearest: judged.filter(({ failed }) => failed.length > 0).toSorted(byDistance).slice(0, nearest).map(listNear),
  };
} // prettier-ignore

/** A rule with the tests that keep it from applying. */
interface Judged {
  readonly rule: CompiledRule;
  readonly failed: readonly FailedTest[];
}

function judgeRules(rules: readonly CompiledRule[], attributes: Attributes): readonly Judged[] {
  const own = rules.map((rule) => shortfallOf(rule.form, attributes).map((each) => failedTest(rule, each, attributes)));
  const ofPlace: (readonly FailedTest[])[] = [];
  for (const { number, place } of rules) {
    const failed = own[number]!;
    if (failed.length < (ofPlace[place]?.length ?? Infinity)) ofPlace[place] = failed;
  }
  return rules.map((rule) => ({
    rule,
    failed: [...rule.placesAbove.flatMap((place) => ofPlace[place] ?? []), ...own[rule.number]!],
  }));
} // prettier-ignore

function failedTest({ code }: CompiledRule, literal: Literal, attributes: Attributes): FailedTest {
  const { attribute } = literal.test;
  return {
    ruleCode: code,
    pointer: literal.pointer,
    attribute,
    expected: describeTest(literal),
    actual: attributes[attribute] ?? null,
  };
}

function causeOf(decision: Decision, applicable: readonly Applicable[]): Because {
  if (decision.status === 'gap') return 'none';
  if (decision.status === 'conflict') return 'tie';
  if (applicable.length === 1) return 'only';
  const winner = applicable.find(({ code }) => code === decision.ruleCode)!;
  const rivals = applicable.filter(
    ({ code, priority }) => code !== winner.code && priority === winner.priority,
  );
  if (rivals.length === 0) return 'priority';
  return rivals.some((rival) => isAbove(rival, winner)) ? 'specificity' : 'rule-code';
}

function listMatch(
  rule: CompiledRule,
  decision: Decision,
  applicable: readonly Applicable[],
  isOverruled: boolean,
) {
  const { code: ruleCode, territoryCode, priority } = rule;
  const outcome = isOverruled ? 'overruled' : outcomeOf(rule, decision, applicable);
  return { ruleCode, territoryCode, priority, outcome };
}

function outcomeOf(rule: CompiledRule, decision: Decision, applicable: readonly Applicable[]): Outcome {
  if (decision.status === 'assigned' && decision.ruleCode === rule.code) return 'won';
  if (decision.status === 'conflict' && decision.contenders.includes(rule.code)) return 'tied';
  const rivals = applicable.filter(({ priority }) => priority >= rule.priority);
  if (rivals.some(({ priority }) => priority > rule.priority)) return 'lower-priority';
  return rivals.some((rival) => isAbove(rule, rival)) ? 'less-specific' : 'later-code';
}

function byOutcome(a: Explanation['matched'][number], b: Explanation['matched'][number]): number {
  const isFirst = (each: typeof a): number => (each.outcome === 'won' ? 0 : 1);
  return isFirst(a) - isFirst(b) || b.priority - a.priority || compareCodes(a.ruleCode, b.ruleCode);
}

/** Of two rules that fail as many tests, the one that passes more is nearer. */
function byDistance(a: Judged, b: Judged): number {
  return (
    a.failed.length - b.failed.length ||
    b.rule.placesAbove.length - a.rule.placesAbove.length ||
    b.rule.priority - a.rule.priority ||
    compareCodes(a.rule.code, b.rule.code)
  );
}

function listNear({ rule: { code, territoryCode, priority }, failed }: Judged) {
  return { ruleCode: code, territoryCode, priority, failed: [...failed] };
}

function compareCodes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
