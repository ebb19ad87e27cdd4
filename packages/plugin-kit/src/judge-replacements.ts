import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '@quyu/contract-kit';
import type { Judgement, Line } from './take-lines.js';

/** How lines replace what is there: `L` is what a line says, `T` what is kept of it. */
export interface Replacing<L, T> {
  /** The natural key. Lines with the same key speak of the same thing, the last one last. */
  readonly keyOf: (line: L) => string;
  /** What a line makes of what is there, if anything is. */
  readonly valueOf: (line: L, there: T | undefined) => T;
  /** Why a line cannot be taken, whatever is there already. */
  readonly faultsOf?: (line: L) => readonly Fault[];
}

/**
 * Judges the lines of a chunk in their order: one that says what is there already is unchanged, any other takes its
 * place. Write what {@link latestByKey} leaves of the new values.
 *
 * @param known what is there, by key; it must hold every key of the lines that is there.
 * @example judgeReplacements(known, lines, { keyOf: ({ code }) => code, valueOf: (product) => product })
 */
export function judgeReplacements<L, T>(
  known: ReadonlyMap<string, T>,
  lines: readonly Line<L>[],
  { keyOf, valueOf, faultsOf }: Replacing<L, T>,
): readonly Judgement<T>[] {
  const soFar = new Map(known);
  return lines.map(({ value: line }) => {
    const faults = faultsOf?.(line) ?? [];
    if (faults.length > 0) return { kind: 'faulty', faults };
    const there = soFar.get(keyOf(line));
    const value = valueOf(line, there);
    if (isDeepStrictEqual(there, value)) return { kind: 'unchanged' };
    soFar.set(keyOf(line), value);
    return { kind: 'new', value };
  });
}

/**
 * The last value of each key, in the order of the keys: one order for everybody, so that two transactions which write
 * the same rows wait for each other and never deadlock.
 *
 * @example latestByKey(events.map(({ data }) => data), ({ partnerId }) => partnerId)
 */
export function latestByKey<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  const latest = new Map(values.map((value) => [keyOf(value), value]));
  return [...latest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
