import { isDeepStrictEqual } from 'node:util';
import type { Difference, RuleLine, Territory } from '@quyu/territory-contracts';

/** What stands under one code in two models; null where a model has nothing. */
export interface Pair<T> {
  readonly code: string;
  readonly before: T | null;
  readonly after: T | null;
}

/**
 * Says how a territory differs. It is moved when its own parent is another; what comes along below it is not moved.
 *
 * @returns undefined when it does not differ.
 */
export function compareTerritories({ code, before, after }: Pair<Territory>): Difference | undefined {
  const changes = before && after ? changesOf(before, after) : existence(before, after);
  return changes.length === 0 ? undefined : { kind: 'territory', code, changes: [...changes], before, after };
}

/** Says how a rule differs. @returns undefined when it does not. */
export function compareRules({ code, before, after }: Pair<RuleLine>): Difference | undefined {
  if (isDeepStrictEqual(before, after)) return undefined;
  const changes = before && after ? (['changed'] as const) : existence(before, after);
  return { kind: 'rule', code, changes: [...changes], before, after };
}

function changesOf(before: Territory, after: Territory): readonly ('moved' | 'renamed')[] {
  const moved = before.parentCode === after.parentCode ? [] : (['moved'] as const);
  const renamed = before.name === after.name ? [] : (['renamed'] as const);
  return [...moved, ...renamed];
}

function existence(before: unknown, after: unknown): readonly ('added' | 'removed')[] {
  if (before === null && after === null) return [];
  return before === null ? ['added'] : ['removed'];
}
