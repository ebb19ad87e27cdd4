import type { MigrationResultSet } from 'kysely/migration';
import { USUAL_PATIENCE, withPatience } from './lock-patience.js';
import type { MigrateSettings } from './migration-access.js';
import type { MigrationList } from './migration-lists.js';
import { MigrationError } from './migration-error.js';

/**
 * Applies what is pending of a plugin's lists: each migration in a transaction of its own, so that none holds the locks of those
 * before it, and again when a lock was not to be had. In a new schema, which nobody uses, all are one transaction.
 *
 * @returns the names of those applied.
 * @throws MigrationError naming the migration; those before it stay applied.
 */
export async function applyLists(
  plugin: string,
  lists: readonly MigrationList[],
  settings: MigrateSettings,
): Promise<string[]> {
  const applied: string[] = [];
  for (const list of lists) applied.push(...(await applyList(plugin, list, settings)));
  return applied;
}

async function applyList(
  plugin: string,
  { migrator, outside }: MigrationList,
  { lockPatience = USUAL_PATIENCE, log }: MigrateSettings,
): Promise<string[]> {
  const all = await migrator.getMigrations();
  const pending = all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
  const isNew = pending.length === all.length && outside.size === 0;
  // With nothing pending, too: what was applied is compared with the list.
  if (isNew || pending.length === 0) return namesOf(plugin, await migrator.migrateToLatest());
  const applied: string[] = [];
  for (const migration of pending) {
    const disableTransactions = outside.has(migration);
    const step = await withPatience(
      lockPatience,
      async () => namesOf(plugin, await migrator.migrateUp({ disableTransactions })),
      (attempt, err) => log.warn({ plugin, migration, attempt, err }, 'a migration gave way and tries again'),
    );
    applied.push(...step);
  }
  return applied;
}

function namesOf(plugin: string, { error, results = [] }: MigrationResultSet): string[] {
  const culprit = results.find((result) => result.status === 'Error');
  if (error)
    throw new MigrationError(plugin, culprit ? `migration ${culprit.migrationName}` : 'migrating', error);
  return results.map((result) => result.migrationName);
}
