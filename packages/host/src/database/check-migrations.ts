import type { PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import { pendingAudit } from '../audit/define-audit.js';
import { hasScopeRules } from './apply-scope-rules.js';
import { type MigrateSettings, type PendingMigrations, withLists } from './migration-access.js';
import type { MigrationList } from './migration-lists.js';
import { requireServerVersion } from './server-version.js';

/** How the schema of a service compares with what this version of it expects. */
export interface SchemaState {
  readonly plugin: string;
  /** What `migrate` would apply. */
  readonly missing: readonly string[];
  /** What a newer version has applied and this one does not know. */
  readonly ahead: readonly string[];
  /** Why nothing can be said: the database does not answer, refuses the login, or is too old. */
  readonly unreadable?: unknown;
}

/**
 * Compares each schema with its spec, with the service's own login where it has one, and changes nothing. What cannot be read
 * is told with the others instead of thrown.
 *
 * @example const [state] = await compareSchemas({ databaseUrl, specs: [partner], logins: { partner: 's3cret' }, log });
 */
export function compareSchemas(settings: MigrateSettings): Promise<readonly SchemaState[]> {
  return Promise.all(settings.specs.filter(({ db }) => db).map((spec) => compareOne(spec, settings)));
}

async function compareOne(spec: PluginSpec, settings: MigrateSettings): Promise<SchemaState> {
  try {
    return await withLists(spec, settings, (lists, pool) => stateOf(spec, lists, pool));
  } catch (error) {
    return { plugin: spec.id, missing: [], ahead: [], unreadable: error };
  }
}

/** Of a schema that is ahead neither audit log nor scope rules can be judged: a newer version has changed them. */
async function stateOf(spec: PluginSpec, lists: readonly MigrationList[], pool: Pool): Promise<SchemaState> {
  await requireServerVersion(pool);
  const ahead = (await Promise.all(lists.map((list) => unknownOf(list, pool)))).flat();
  const pending = await pendingOf(lists);
  if (ahead.length > 0) return { plugin: spec.id, missing: pending, ahead };
  const missing = [...pending, ...(await pendingAudit(pool, spec))];
  if (missing.length === 0 && !(await hasScopeRules(pool, spec))) missing.push('scope rules');
  return { plugin: spec.id, missing, ahead };
}

async function pendingOf(lists: readonly MigrationList[]): Promise<string[]> {
  const known = await Promise.all(lists.map(({ migrator }) => migrator.getMigrations()));
  return known.flat().flatMap((migration) => (migration.executedAt ? [] : [migration.name]));
}

async function unknownOf({ migrator, table }: MigrationList, pool: Pool): Promise<string[]> {
  const { rows: found } = await pool.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [table],
  );
  if (!found[0]?.there) return [];
  const known = new Set((await migrator.getMigrations()).map(({ name }) => name));
  const { rows } = await pool.query<{ name: string }>(`select name from ${table} order by name`);
  return rows.map(({ name }) => name).filter((name) => !known.has(name));
}

/**
 * Says which migrations are missing, without changing anything.
 *
 * @returns the plugins that have any; none when the database is up to date.
 */
export async function checkMigrations(settings: MigrateSettings): Promise<readonly PendingMigrations[]> {
  const states = await compareSchemas(settings);
  const unreadable = states.find((state) => state.unreadable !== undefined);
  if (unreadable) throw unreadable.unreadable;
  return states.flatMap(({ plugin, missing }) => (missing.length > 0 ? [{ plugin, pending: missing }] : []));
}
