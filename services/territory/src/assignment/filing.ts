import type { Likelihood } from './likelihood.js';
import type { CompiledRule } from './linked-rules.js';
import { type PackedRows, packRows, showRow } from './packed-rows.js';
import { anchorOf, indexRules, type ShowCandidates } from './rule-index.js';
import type { Reading, Vocabulary } from './vocabulary.js';

/** Where the rules are looked for. */
export interface Files {
  readonly front: ShowCandidates;
  /** The rules that come up only when a place has taken the subject. */
  readonly behind: (place: number, reading: Reading, visit: (number: number) => void) => void;
}

/** Up to so many rules behind one place it is quicker to test them all than to look them up. */
const FEW = 16;

/**
 * Files each rule by its own condition, or behind the territory above when that takes a subject more rarely than the rule's own
 * condition makes it a candidate.
 */
export function fileRules(
  rules: readonly CompiledRule[],
  vocabulary: Vocabulary,
  likelihood: Likelihood,
): Files {
  const ofPlace = likelihoodOfPlaces(rules, likelihood);
  const filed = Map.groupBy(rules, ({ form, placesAbove }) => {
    const last = placesAbove.at(-1);
    const own = anchorOf(form, vocabulary, likelihood)?.likelihood ?? 1;
    return last !== undefined && ofPlace[last]! < own ? last : undefined;
  });
  const front = filed.get(undefined) ?? [];
  const behind = [...filed].filter((each): each is [number, CompiledRule[]] => each[0] !== undefined);
  const few = behind.filter(([, there]) => there.length <= FEW);
  const many = behind.filter(([, there]) => there.length > FEW);
  const rows = packRows(
    ofPlace.length,
    few.flatMap(([place, there]) => there.map(({ number }) => [place, number] as const)),
  );
  const indexed = new Map(many.map(([place, there]) => [place, indexRules(there, vocabulary, likelihood)]));
  return { front: indexRules(front, vocabulary, likelihood), behind: showBehind(rows, indexed) };
}

function showBehind(rows: PackedRows, indexed: ReadonlyMap<number, ShowCandidates>): Files['behind'] {
  return (place, reading, visit) => {
    showRow(rows, place, visit);
    if (indexed.size > 0) indexed.get(place)?.(reading, visit);
  };
}

/** How likely one of the rules of each place matches. */
function likelihoodOfPlaces(rules: readonly CompiledRule[], likelihood: Likelihood): readonly number[] {
  const sums: number[] = [];
  for (const { place, form } of rules) sums[place] = (sums[place] ?? 0) + likelihood(form);
  return sums;
}
