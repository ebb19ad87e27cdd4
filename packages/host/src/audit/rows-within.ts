import type { AuditedTable, PluginSpec, ScopeRule } from '@quyu/plugin-kit';
import { quoteName } from '../database/names.js';

/**
 * The condition on a change (`c`) that its row is there for whoever looks: true only as the role of a limited caller, whose row-level
 * security decides what the tables show. Rows that are gone, and tables that show nothing to limited callers or all to everybody,
 * are not within.
 */
export function rowsWithin({ db }: Pick<PluginSpec, 'db'>): string {
  const conditions = Object.entries(db?.audited ?? {}).flatMap(([table, audited]) =>
    conditionsOf(table, audited, db?.scopes[table]),
  );
  return conditions.length > 0 ? conditions.join(' or ') : 'false';
}

function conditionsOf(table: string, { key }: AuditedTable, rule: ScopeRule | undefined): string[] {
  const [column, ...more] = key;
  const isLimiting = rule?.rule === 'within' || rule?.rule === 'where';
  if (!isLimiting || column === undefined || more.length > 0) return [];
  const keys = `select ${quoteName(column)}::text from ${quoteName(table)}`;
  return [`(c.table_name = '${table}' and c.row_key in (${keys}))`];
}
