import type { PluginSpec } from '@quyu/plugin-kit';
import type { Client } from 'pg';
import { defineAudit } from '../audit/define-audit.js';
import { applyScopeRules } from './apply-scope-rules.js';
import { messageOf } from './errors.js';
import { ensureRoles, grantRights } from './grants.js';
import { ensureLogin } from './logins.js';
import { type MigrateSettings, type PendingMigrations, withLists } from './migration-access.js';
import type { MigrationList } from './migration-lists.js';
import { quoteName, schemaOf } from './names.js';
import { type ConnectionTarget, withDirectConnection } from './pool.js';
import { requireServerVersion } from './server-version.js';

/** A migration that failed. Its plugin is as it was before; plugins before it in the list are migrated. */
export class MigrationError extends Error {
  constructor(plugin: string, step: string, cause: unknown) {
    super(`plugin "${plugin}": ${step} failed: ${messageOf(cause)}`, { cause });
    this.name = 'MigrationError';
  }
}

/** One number for every Quyu, so that two migrations of one database wait for each other. */
const LOCK = 'select pg_advisory_lock(7116857, 1)';

/**
 * Brings the database up to date: each plugin's roles, schema, host tables, own migrations and grants, in this order.
 * Running it again, or twice at the same time, is safe.
 *
 * @returns what was applied.
 * @throws MigrationError naming the plugin and the migration; UnfitDatabaseError when the server is too old.
 */
export async function migrate(settings: MigrateSettings): Promise<readonly PendingMigrations[]> {
  const specs = settings.specs.filter((spec) => spec.db);
  const first = specs[0];
  if (!first) return [];
  return withDirectConnection(loginTo(settings, first), async (client) => {
    await requireServerVersion(client);
    await client.query(LOCK);
    const applied: PendingMigrations[] = [];
    for (const spec of specs)
      applied.push({ plugin: spec.id, pending: await migratePlugin(client, spec, settings) });
    return applied;
  });
}

async function migratePlugin(client: Client, spec: PluginSpec, settings: MigrateSettings): Promise<string[]> {
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof MigrationError ? error : new MigrationError(spec.id, name, error);
    }
  };
  await step('making its roles', () => ensureRoles(client, spec.id));
  const password = settings.logins?.[spec.id];
  if (password !== undefined) await step('making its login', () => ensureLogin(client, spec.id, password));
  await step('making its schema', () =>
    client.query(`create schema if not exists ${quoteName(schemaOf(spec.id))}`),
  );
  const asOwner = { ...settings, logins: undefined };
  const applied = await withLists(spec, asOwner, (lists) => applyLists(spec, lists));
  applied.push(...(await step('defining its audit log', () => defineAudit(client, spec))));
  await step('granting rights', () => grantRights(client, spec.id));
  await step('setting its scope rules', () => applyScopeRules(client, spec));
  for (const name of applied) settings.log.info({ plugin: spec.id, migration: name }, 'migration applied');
  return applied;
}

async function applyLists(spec: PluginSpec, lists: readonly MigrationList[]): Promise<string[]> {
  const applied: string[] = [];
  for (const { migrator } of lists) {
    const { error, results = [] } = await migrator.migrateToLatest();
    const culprit = results.find((result) => result.status === 'Error');
    if (error)
      throw new MigrationError(spec.id, culprit ? `migration ${culprit.migrationName}` : 'migrating', error);
    applied.push(...results.map((result) => result.migrationName));
  }
  return applied;
}

/** A connection as the one who logs in. */
function loginTo({ databaseUrl }: MigrateSettings, { id }: PluginSpec): ConnectionTarget {
  return {
    databaseUrl,
    service: id,
    role: null,
    applicationName: 'quyu migrate',
    statementTimeoutMs: 600_000,
  };
}
