import type { ScopeKind } from '@quyu/contract-kit';

/**
 * Which rows of a table a caller sees whose grant is limited:
 * - `open`: all of them, for reading: they are nobody's.
 * - `hidden`: none. It is what a table is of which nothing is said.
 * - `within`: for each kind of scope the rows that a condition in SQL names; `$scope` in it is the `text[]` of granted ids.
 * - `where`: the rows for which a condition in SQL holds. A table it looks into is limited as well: that is how rows follow
 *   those of another table.
 */
export type ScopeRule =
  | { readonly rule: 'open' }
  | { readonly rule: 'hidden' }
  | { readonly rule: 'within'; readonly conditions: Readonly<Record<string, string>> }
  | { readonly rule: 'where'; readonly condition: string };

/** The scope rules of a plugin's tables. */
export type ScopeRules = Readonly<Record<string, ScopeRule>>;

/** All rows may be read by any caller: they are nobody's. */
export const OPEN: ScopeRule = Object.freeze({ rule: 'open' });

/** No row is there for a caller whose grant is limited. */
export const HIDDEN: ScopeRule = Object.freeze({ rule: 'hidden' });

/**
 * Limits rows by kinds of scope. Of a kind that is not given no row is within.
 *
 * @example within([partnerScope, 'code = any($scope)'], [territoryScope, 'territory_path && $scope'])
 */
export function within(...conditions: readonly (readonly [kind: ScopeKind, condition: string])[]): ScopeRule {
  const byKind = conditions.map(([{ kind }, condition]) => [kind, condition] as const);
  return Object.freeze({ rule: 'within', conditions: Object.freeze(Object.fromEntries(byKind)) });
}

/**
 * Limits rows by a condition on other tables, which are limited themselves.
 *
 * @example where('partner_id in (select partner_id from partner)')
 */
export function where(condition: string): ScopeRule {
  return Object.freeze({ rule: 'where', condition });
}
