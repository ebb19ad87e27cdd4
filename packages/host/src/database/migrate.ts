import type { PluginSpec } from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';
import type { Client, Pool } from 'pg';
import type { Logger } from 'pino';
import { defineAudit, pendingAudit } from '../audit/define-audit.js';
import { applyScopeRules, hasScopeRules } from './apply-scope-rules.js';
import { messageOf } from './errors.js';
import { ensureRoles, grantRights } from './grants.js';
import { type Logins, addressFor, ensureLogin } from './logins.js';
import { type MigrationList, migrationLists } from './migration-lists.js';
import { quoteName, schemaOf } from './names.js';
import { type ConnectionTarget, createPool, withDirectConnection } from './pool.js';
import { createDatabase } from './scoped-database.js';
import { requireServerVersion } from './server-version.js';

/** Settings of {@link migrate}. */
export interface MigrateSettings {
  /** Logs in as the owner of the schemas: it may create roles and schemas. */
  readonly databaseUrl: string;
  readonly specs: readonly PluginSpec[];
  /** Logins of the services: made by migrating, used for checking. */
  readonly logins?: Logins | undefined;
  readonly log: Logger;
}

/** A plugin's migrations that have not been applied. */
export interface PendingMigrations {
  readonly plugin: string;
  readonly pending: readonly string[];
}

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

/**
 * Says which migrations are missing, without changing anything.
 *
 * @returns the plugins that have any; none when the database is up to date.
 */
export async function checkMigrations(settings: MigrateSettings): Promise<readonly PendingMigrations[]> {
  const behind: PendingMigrations[] = [];
  for (const spec of settings.specs.filter((each) => each.db)) {
    const pending = await withLists(spec, settings, async (lists, pool) => {
      await requireServerVersion(pool);
      const migrations = [...(await pendingOf(lists)), ...(await pendingAudit(pool, spec))];
      const rulesPend = migrations.length === 0 && !(await hasScopeRules(pool, spec));
      return rulesPend ? ['scope rules'] : migrations;
    });
    if (pending.length > 0) behind.push({ plugin: spec.id, pending });
  }
  return behind;
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

async function pendingOf(lists: readonly MigrationList[]): Promise<string[]> {
  const known = await Promise.all(lists.map(({ migrator }) => migrator.getMigrations()));
  return known.flat().flatMap((migration) => (migration.executedAt ? [] : [migration.name]));
}

/** Migrations run as the login role, with the plugin's schema as the meaning of unqualified names; a service's login may look. */
async function withLists<T>(
  spec: PluginSpec,
  settings: MigrateSettings,
  work: (lists: readonly MigrationList[], pool: Pool) => Promise<T>,
): Promise<T> {
  const pool: Pool = createPool({
    databaseUrl: addressFor(spec.id, settings.databaseUrl, settings.logins),
    service: spec.id,
    ...(settings.logins?.[spec.id] === undefined ? { role: null } : {}),
    max: 1,
    applicationName: `quyu migrate ${spec.id}`,
    statementTimeoutMs: 600_000,
    log: settings.log,
  });
  const db: Kysely<unknown> = createDatabase(pool);
  try {
    return await work(migrationLists(db, spec), pool);
  } finally {
    await db.destroy();
    // Kysely leaves a pool alone that it was not asked to use, and its connection would keep the process waiting.
    if (!pool.ended) await pool.end();
  }
}
