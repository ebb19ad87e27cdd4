import type { DeadLetterQuery, LetterSelection } from '@quyu/contract-kit';

/** Which letters: everything that is given must match. */
export interface LetterFilter {
  readonly ids?: readonly string[] | undefined;
  readonly state?: string | undefined;
  readonly type?: string | undefined;
  readonly group?: string | undefined;
  readonly reason?: string | undefined;
  readonly aggregateType?: string | undefined;
  readonly aggregateId?: string | undefined;
  readonly source?: string | undefined;
}

/** The filter of a selection; only waiting letters can be selected. */
export function filterOfSelection(select: LetterSelection): LetterFilter {
  const { by, ...rest } = select;
  return by === 'all' ? { state: 'waiting' } : { ...rest, state: 'waiting' };
}

/** The filter of a list. */
export function filterOfQuery({ cursor: _cursor, limit: _limit, ...filter }: DeadLetterQuery): LetterFilter {
  return filter;
}

/** A condition on `dead_letter` and what its placeholders stand for. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const COLUMNS = {
  state: 'state',
  type: 'type',
  group: 'failure_group',
  reason: 'reason',
  aggregateType: 'aggregate_type',
  aggregateId: 'aggregate_id',
  source: 'source',
} as const;

/**
 * Writes a filter in SQL.
 *
 * @param alias of the table. @param first number of the first placeholder.
 * @example conditionOf({ type: 'a.b.v1' }, 'd', 1) // { sql: 'd.type = $1', values: ['a.b.v1'] }
 */
export function conditionOf(filter: LetterFilter, alias: string, first = 1): Condition {
  type Term = { readonly sql: string; readonly value: unknown };
  const given = Object.entries(COLUMNS).flatMap(([name, column]): Term[] => {
    const value = filter[name as keyof typeof COLUMNS];
    return value === undefined ? [] : [{ sql: `${alias}.${column} =`, value }];
  });
  if (filter.ids) given.push({ sql: `${alias}.id = any`, value: filter.ids });
  if (given.length === 0) return { sql: 'true', values: [] };
  const terms = given.map(({ sql }, index) => {
    const placeholder = `$${first + index}`;
    return sql.endsWith('any') ? `${sql}(${placeholder}::bigint[])` : `${sql} ${placeholder}`;
  });
  return { sql: terms.join(' and '), values: given.map(({ value }) => value) };
}
