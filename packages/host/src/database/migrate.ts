import type { PluginSpec } from '@quyu/plugin-kit';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { defineAudit } from '../audit/define-audit.js';
import { applyScopeRules } from './apply-scope-rules.js';
import { applyLists } from './apply-lists.js';
import { ensureRoles, grantRights } from './grants.js';
import { ensureLogin } from './logins.js';
import { USUAL_PATIENCE, withPatience } from './lock-patience.js';
import { type MigrateSettings, type PendingMigrations, withLists } from './migration-access.js';
import { MigrationError } from './migration-error.js';
import { quoteName, schemaOf } from './names.js';
import { type ConnectionTarget, withDirectConnection } from './pool.js';
import { requireServerVersion } from './server-version.js';

/** How often it is asked whether another migration has ended. */
const LOCK_POLL_MS = 200;
/** How long another migration may take before this one gives up. */
const LOCK_LIMIT_MS = 3_600_000;

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
    await lockOut(client);
    await client.query(`set lock_timeout = ${(settings.lockPatience ?? USUAL_PATIENCE).timeoutMs}`);
    const applied: PendingMigrations[] = [];
    for (const spec of specs)
      applied.push({ plugin: spec.id, pending: await migratePlugin(client, spec, settings) });
    return applied;
  });
}

/**
 * One number for every Quyu, so that two migrations of one database wait for each other. Asked again and again: a statement that
 * waited for it would hold a snapshot, and `create index concurrently` of the other migration would wait for that in turn.
 */
async function lockOut(client: Client): Promise<void> {
  for (let waited = 0; waited < LOCK_LIMIT_MS; waited += LOCK_POLL_MS) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock(7116857, 1) as got');
    if (rows[0]?.got) return;
    await pause(LOCK_POLL_MS);
  }
  throw new Error('another migration of this database has not ended for an hour: see pg_stat_activity');
}

async function migratePlugin(client: Client, spec: PluginSpec, settings: MigrateSettings): Promise<string[]> {
  const step = stepsOf(client, spec.id, settings);
  await step('making its roles', () => ensureRoles(client, spec.id));
  const password = settings.logins?.[spec.id];
  if (password !== undefined) await step('making its login', () => ensureLogin(client, spec.id, password));
  await step('making its schema', () =>
    client.query(`create schema if not exists ${quoteName(schemaOf(spec.id))}`),
  );
  const asOwner = { ...settings, logins: undefined };
  const applied = await withLists(spec, asOwner, (lists) => applyLists(spec.id, lists, settings));
  applied.push(...(await step('defining its audit log', () => defineAudit(client, spec))));
  await step('granting rights', () => grantRights(client, spec.id));
  await step('setting its scope rules', () => applyScopeRules(client, spec));
  for (const name of applied) settings.log.info({ plugin: spec.id, migration: name }, 'migration applied');
  return applied;
}

/** Runs steps that may be repeated: again when a lock was not to be had, and with their name when they fail. */
function stepsOf(client: Client, plugin: string, { lockPatience = USUAL_PATIENCE, log }: MigrateSettings) {
  const cleanly = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      // Several statements sent at once leave their transaction open when one fails.
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  };
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await withPatience(
        lockPatience,
        () => cleanly(work),
        (attempt, err) =>
          log.warn({ plugin, step: name, attempt, err }, 'a migration gave way and tries again'),
      );
    } catch (error) {
      throw new MigrationError(plugin, name, error);
    }
  };
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
