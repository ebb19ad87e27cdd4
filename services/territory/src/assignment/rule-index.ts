import type { Condition } from '@quyu/territory-contracts';
import type { Attributes } from '../dimensions/dimensions.js';

/** Something to be found by the condition it stands under. */
interface Conditional {
  readonly condition: Condition;
}

/** Demands that an attribute has a value, or starts with it: `length` is then that of the value, else 0. */
interface Probe {
  readonly attribute: string;
  readonly length: number;
  readonly value: string;
}

/** Entries by the value that one attribute has, or that its first `length` characters have. */
interface Drawer<T> {
  readonly attribute: string;
  readonly length: number;
  readonly entries: Map<string, T[]>;
}

/**
 * Indexes entries by what their conditions demand, so that a subject is tested against the few that could match
 * instead of all. Every entry that matches is among the candidates, maybe more than once; a candidate need not match.
 *
 * An entry is filed under the values that one of its equality, list or prefix tests demands: of several such tests the
 * one whose values the fewest other entries share. Entries that demand none are candidates for everybody.
 */
export function indexByCondition<T extends Conditional>(
  entries: readonly T[],
): (attributes: Attributes) => readonly T[] {
  const weigh = weighAmong(entries);
  const drawers = new Map<string, Drawer<T>>();
  const unfiled: T[] = [];
  for (const entry of entries) {
    const probes = anchorOf(entry.condition, weigh);
    if (!probes) unfiled.push(entry);
    for (const probe of probes ?? []) fileUnder(drawers, probe, entry);
  }
  const all = [...drawers.values()];
  return (attributes) => {
    let candidates: readonly T[] = unfiled;
    for (const drawer of all) {
      const found = lookUp(drawer, attributes);
      if (found.length > 0) candidates = candidates.length > 0 ? [...candidates, ...found] : found;
    }
    return candidates;
  };
}

const NONE: readonly never[] = [];

function lookUp<T>({ attribute, length, entries }: Drawer<T>, attributes: Attributes): readonly T[] {
  const value = attributes[attribute];
  if (value === undefined) return NONE;
  return entries.get(length === 0 ? value : value.slice(0, length)) ?? NONE;
}

function fileUnder<T>(drawers: Map<string, Drawer<T>>, probe: Probe, entry: T): void {
  const { attribute, length, value } = probe;
  const name = `${attribute}/${length}`;
  const drawer = drawers.get(name) ?? { attribute, length, entries: new Map<string, T[]>() };
  drawers.set(name, drawer);
  const there = drawer.entries.get(value);
  if (there) there.push(entry);
  else drawer.entries.set(value, [entry]);
}

type Weigh = (probes: readonly Probe[]) => number;

/** Probes of which a subject must satisfy one to match: the lightest such set, if there is any. */
function anchorOf(condition: Condition, weigh: Weigh): readonly Probe[] | undefined {
  if ('op' in condition || 'not' in condition) return probesOf(condition);
  const parts = ('all' in condition ? condition.all : condition.any).map((part) => anchorOf(part, weigh));
  const anchored = parts.filter((part) => part !== undefined);
  if ('all' in condition) return anchored.toSorted((a, b) => weigh(a) - weigh(b))[0];
  return anchored.length === parts.length ? anchored.flat() : undefined;
}

function probesOf(condition: Condition): readonly Probe[] | undefined {
  if (!('op' in condition)) return undefined;
  const { attribute, op } = condition;
  if (op === 'eq') return [{ attribute, length: 0, value: condition.value }];
  if (op === 'in') return condition.values.map((value) => ({ attribute, length: 0, value }));
  if (op === 'prefix') return [{ attribute, length: condition.value.length, value: condition.value }];
  return undefined;
}

/** The weight of a set of probes is how often the entries name them: how crowded their places would be. */
function weighAmong(entries: readonly Conditional[]): Weigh {
  const counts = new Map<string, number>();
  const keyOf = (probe: Probe): string => `${probe.attribute}/${probe.length}/${probe.value}`;
  for (const { condition } of entries) {
    for (const probe of demandsOf(condition)) counts.set(keyOf(probe), (counts.get(keyOf(probe)) ?? 0) + 1);
  }
  return (probes) => probes.reduce((sum, probe) => sum + (counts.get(keyOf(probe)) ?? 0), 0);
}

/** Every probe in a condition that is not under a `not`. */
function demandsOf(condition: Condition): readonly Probe[] {
  if ('op' in condition) return probesOf(condition) ?? [];
  if ('not' in condition) return [];
  return ('all' in condition ? condition.all : condition.any).flatMap(demandsOf);
}
