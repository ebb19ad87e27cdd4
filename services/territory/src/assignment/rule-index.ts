import type { Likelihood } from './likelihood.js';
import type { Literal, NormalForm } from './normal-form.js';
import { packRows, showRow } from './packed-rows.js';
import { indexRanges } from './range-index.js';
import type { Reading, Slot, Vocabulary } from './vocabulary.js';

/** A rule to be found, by its number, through what its condition demands. */
export interface Indexed {
  readonly number: number;
  readonly form: NormalForm;
}

/** Shows every rule that could match the subject read, some of them more than once; one that is shown need not match. */
export type ShowCandidates = (reading: Reading, visit: (number: number) => void) => void;

/** Demands that an attribute has a value, starts with a prefix, or lies in a range. */
export type Probe = { readonly slot: Slot } & (
  | { readonly kind: 'value'; readonly id: number }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
);

/** Probes of which a subject must satisfy one to match, and how likely that is. */
export interface Anchor {
  readonly probes: readonly Probe[];
  readonly likelihood: number;
}

interface Filed<P extends Probe> {
  readonly probe: P;
  readonly number: number;
}

/**
 * Indexes rules by what their conditions demand, so that a subject is tested against the few that could match instead of all.
 * Each is filed under the least likely of its demands: values in a hash table, prefixes in one for each length, ranges in a tree of
 * intervals. Rules that demand nothing are candidates for everybody.
 */
export function indexRules(
  rules: readonly Indexed[],
  vocabulary: Vocabulary,
  likelihood: Likelihood,
): ShowCandidates {
  const unfiled: number[] = [];
  const filed: Filed<Probe>[] = [];
  for (const { form, number } of rules) {
    const anchor = anchorOf(form, vocabulary, likelihood);
    if (!anchor) unfiled.push(number);
    for (const probe of anchor?.probes ?? []) filed.push({ probe, number });
  }
  const shows = [...Map.groupBy(filed, ({ probe }) => `${probe.kind} ${probe.slot.index}`).values()].map(
    indexDrawer,
  );
  return (reading, visit) => {
    for (const number of unfiled) visit(number);
    for (const show of shows) show(reading, visit);
  };
}

/** The least likely set of probes of which a subject must satisfy one to meet the form, if there is any. */
export function anchorOf(
  form: NormalForm,
  vocabulary: Vocabulary,
  likelihood: Likelihood,
): Anchor | undefined {
  if (form.kind === 'literal') {
    const probes = form.isDenied ? undefined : probesOf(form, vocabulary);
    return probes && { probes, likelihood: likelihood(form) };
  }
  const parts = form.parts.map((part) => anchorOf(part, vocabulary, likelihood));
  const anchored = parts.filter((part) => part !== undefined);
  if (form.kind === 'all') return anchored.toSorted((a, b) => a.likelihood - b.likelihood)[0];
  if (anchored.length < parts.length) return undefined;
  return {
    probes: anchored.flatMap(({ probes }) => probes),
    likelihood: anchored.reduce((sum, part) => sum + part.likelihood, 0),
  };
}

function probesOf({ test }: Literal, vocabulary: Vocabulary): readonly Probe[] | undefined {
  const slot = vocabulary.slotOf(test.attribute);
  const ofValue = (value: string): Probe => ({ slot, kind: 'value', id: vocabulary.idOf(slot, value) });
  switch (test.op) {
    case 'eq':
      return [ofValue(test.value)];
    case 'in':
      return test.values.map(ofValue);
    case 'prefix':
      return [{ slot, kind: 'prefix', prefix: test.value }];
    case 'range':
      return [{ slot, kind: 'range', from: test.from ?? -Infinity, to: test.to ?? Infinity }];
    default:
      return undefined;
  }
}

/** All of one kind and one attribute. */
function indexDrawer(filed: readonly Filed<Probe>[]): ShowCandidates {
  const [first] = filed;
  if (first?.probe.kind === 'value') return indexValues(filed.filter((each) => isOf(each, 'value')));
  if (first?.probe.kind === 'prefix') return indexPrefixes(filed.filter((each) => isOf(each, 'prefix')));
  return indexRanges(filed.filter((each) => isOf(each, 'range')));
}

function isOf<K extends Probe['kind']>(
  each: Filed<Probe>,
  kind: K,
): each is Filed<Extract<Probe, { kind: K }>> {
  return each.probe.kind === kind;
}

function indexValues(filed: readonly Filed<Extract<Probe, { kind: 'value' }>>[]): ShowCandidates {
  const { index, ids: named } = filed[0]!.probe.slot;
  const rows = packRows(
    named.size + 1,
    filed.map(({ probe, number }) => [probe.id, number]),
  );
  return ({ ids }, visit) => {
    const id = ids[index]!;
    if (id > 0) showRow(rows, id, visit);
  };
}

/** By the first letters of a text, for each length that some prefix has. */
function indexPrefixes(filed: readonly Filed<Extract<Probe, { kind: 'prefix' }>>[]): ShowCandidates {
  const { index } = filed[0]!.probe.slot;
  const rowOf = new Map(
    [...new Set(filed.map(({ probe }) => probe.prefix))].map((prefix, at) => [prefix, at]),
  );
  const lengths = [...new Set([...rowOf.keys()].map(({ length }) => length))].toSorted((a, b) => a - b);
  const rows = packRows(
    rowOf.size,
    filed.map(({ probe, number }) => [rowOf.get(probe.prefix)!, number]),
  );
  return ({ texts }, visit) => {
    const text = texts[index];
    if (text === undefined) return;
    for (const length of lengths) {
      if (length > text.length) return;
      const row = rowOf.get(text.slice(0, length));
      if (row !== undefined) showRow(rows, row, visit);
    }
  };
}
