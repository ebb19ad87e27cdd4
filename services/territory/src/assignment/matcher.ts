import type { Attributes } from '../dimensions/dimensions.js';
import { fileRules } from './filing.js';
import { guessLikelihoods } from './likelihood.js';
import { type CompiledRule, linkRules, type RuleBook } from './linked-rules.js';
import { packRows } from './packed-rows.js';
import { Programs } from './program.js';
import { type Reading, Vocabulary } from './vocabulary.js';

/** The rules that apply to a subject, by their numbers. The list is overwritten by the next call. */
export type FindRules = (attributes: Attributes) => readonly number[];

/** Rules ready for subjects. */
export interface Matcher {
  readonly rules: readonly CompiledRule[];
  readonly find: FindRules;
}

/** Compiles rules for finding those that apply: the condition holds, and in each territory above that has rules, one of them. */
export function compileMatcher(book: RuleBook): Matcher {
  const work = compileInSteps(linkRules(book));
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

/**
 * The same of rules that are linked already. It stops for a moment between its parts, so that its caller can let others have their turn.
 *
 * Nothing is allocated while subjects are read: the marks of the subject before are told from those of this one by its turn.
 */
export function* compileInSteps(rules: readonly CompiledRule[]): Generator<void, Matcher> {
  const vocabulary = new Vocabulary();
  const programs = new Programs(vocabulary);
  const starts = Int32Array.from(rules, ({ form }) => programs.add(form));
  yield;
  const likelihood = guessLikelihoods(rules.map(({ form }) => form));
  yield;
  const { front, behind } = fileRules(rules, vocabulary, likelihood);
  yield;
  const run = programs.finish();
  const read = vocabulary.reader();
  const places = Int32Array.from(rules, ({ place }) => place);
  const seen = new Int32Array(rules.length);
  const taken = new Int32Array(rules.length);
  const keepAdmitted = admitBy(rules, taken);
  const matched: number[] = [];
  let turn = 0;
  let reading: Reading;

  const visit = (number: number): void => {
    if (seen[number] === turn) return;
    seen[number] = turn;
    if (!run(starts[number]!, reading)) return;
    matched.push(number);
    const place = places[number]!;
    if (taken[place] === turn) return;
    taken[place] = turn;
    behind(place, reading, visit);
  };
  const find: FindRules = (attributes) => {
    turn = nextTurn(turn, seen, taken);
    matched.length = 0;
    reading = read(attributes);
    front(reading, visit);
    keepAdmitted(matched, turn);
    return matched;
  };
  return { rules, find };
}

/** The marks of earlier turns need no wiping until the counter is at its end. */
function nextTurn(turn: number, ...marks: readonly Int32Array[]): number {
  if (turn < 2 ** 31 - 1) return turn + 1;
  for (const each of marks) each.fill(0);
  return 1;
}

/** Keeps the rules whose territories above have all taken the subject in this turn. */
function admitBy(rules: readonly CompiledRule[], taken: Int32Array) {
  const above = packRows(
    rules.length,
    rules.flatMap(({ number, placesAbove }) => placesAbove.map((place) => [number, place] as const)),
  );
  const isAdmitted = (number: number, turn: number): boolean => {
    const end = above.starts[number + 1]!;
    for (let at = above.starts[number]!; at < end; at += 1) {
      if (taken[above.numbers[at]!] !== turn) return false;
    }
    return true;
  };
  return (matched: number[], turn: number): void => {
    let kept = 0;
    for (const number of matched) if (isAdmitted(number, turn)) matched[kept++] = number;
    matched.length = kept;
  };
}
