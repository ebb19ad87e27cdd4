import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '@quyu/plugin-kit';
import type { Judgement, Line } from './take-lines.js';

/** What one kind of bulk line comes to. */
export interface Replacing<T> {
  /** Lines with the same key say the same thing of it, the last one last. */
  keyOf(value: T): string;
  /** Why a line cannot be taken, whatever is there already. */
  faultsOf?(value: T): readonly Fault[];
}

/**
 * Judges lines in their order: one that says what is there already is unchanged, any other takes its place.
 *
 * @param known what is there, by key, as it would stand in a line.
 */
export function judgeReplacements<T>(
  known: ReadonlyMap<string, T>,
  lines: readonly Line<T>[],
  { keyOf, faultsOf }: Replacing<T>,
): readonly Judgement<T>[] {
  const soFar = new Map(known);
  return lines.map(({ value }) => {
    const faults = faultsOf?.(value) ?? [];
    if (faults.length > 0) return { kind: 'faulty', faults };
    if (isDeepStrictEqual(soFar.get(keyOf(value)), value)) return { kind: 'unchanged' };
    soFar.set(keyOf(value), value);
    return { kind: 'new', value };
  });
}

/** The last of the values to write, by key, in the order of their keys. */
export function latestByKey<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  const latest = new Map(values.map((value) => [keyOf(value), value]));
  return [...latest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
