import type { PluginSpec } from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { quoteName, schemaOf } from './names.js';
import { platformMigrations } from './platform-schema.js';

/** One ordered list of migrations: the host's tables, or the plugin's own. */
export interface MigrationList {
  readonly owner: 'platform' | 'plugin';
  /** Where it is kept what was applied, quoted. */
  readonly table: string;
  readonly migrator: Migrator;
}

/** The two lists of a plugin, in the order in which they are applied. */
export function migrationLists(db: Kysely<unknown>, spec: PluginSpec): readonly MigrationList[] {
  const schema = schemaOf(spec.id);
  const list = (
    owner: MigrationList['owner'],
    migrations: Readonly<Record<string, Migration>>,
    table: string,
  ): MigrationList => ({
    owner,
    table: `${quoteName(schema)}.${quoteName(table)}`,
    migrator: new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...migrations }) },
      migrationTableSchema: schema,
      migrationTableName: table,
      migrationLockTableName: `${table}_lock`,
    }),
  });
  return [
    list('platform', platformMigrations, 'quyu_migration'),
    list('plugin', spec.db?.migrations ?? {}, 'migration'),
  ];
}
