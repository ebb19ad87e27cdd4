import type { PluginSpec } from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { schemaOf } from './names.js';
import { platformMigrations } from './platform-schema.js';

/** One ordered list of migrations: the host's tables, or the plugin's own. */
export interface MigrationList {
  readonly owner: 'platform' | 'plugin';
  readonly migrator: Migrator;
}

/** The two lists of a plugin, in the order in which they are applied. */
export function migrationLists(db: Kysely<unknown>, spec: PluginSpec): readonly MigrationList[] {
  const list = (migrations: Readonly<Record<string, Migration>>, table: string): Migrator =>
    new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...migrations }) },
      migrationTableSchema: schemaOf(spec.id),
      migrationTableName: table,
      migrationLockTableName: `${table}_lock`,
    });
  return [
    { owner: 'platform', migrator: list(platformMigrations, 'quyu_migration') },
    { owner: 'plugin', migrator: list(spec.db?.migrations ?? {}, 'migration') },
  ];
}
