import type { PluginMigration, PluginSpec } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { LockPatience } from './lock-patience.js';
import { quoteName, schemaOf } from './names.js';
import { platformMigrations } from './platform-schema.js';

/** One ordered list of migrations: the host's tables, or the plugin's own. */
export interface MigrationList {
  readonly owner: 'platform' | 'plugin';
  /** Where it is kept what was applied, quoted. */
  readonly table: string;
  readonly migrator: Migrator;
  /** Names of those that run outside a transaction. */
  readonly outside: ReadonlySet<string>;
}

/** The two lists of a plugin, in the order in which they are applied. */
export function migrationLists(
  db: Kysely<unknown>,
  spec: PluginSpec,
  { timeoutMs }: LockPatience,
): readonly MigrationList[] {
  const schema = schemaOf(spec.id);
  const list = (
    owner: MigrationList['owner'],
    migrations: Readonly<Record<string, PluginMigration>>,
    table: string,
  ): MigrationList => ({
    owner,
    table: `${quoteName(schema)}.${quoteName(table)}`,
    migrator: new Migrator({
      db,
      provider: { getMigrations: async () => waitingBriefly(migrations, timeoutMs) },
      migrationTableSchema: schema,
      migrationTableName: table,
      migrationLockTableName: `${table}_lock`,
    }),
    outside: new Set(Object.keys(migrations).filter((name) => migrations[name]?.outsideTransaction)),
  });
  return [
    list('platform', platformMigrations, 'quyu_migration'),
    list('plugin', spec.db?.migrations ?? {}, 'migration'),
  ];
}

/** Outside a transaction only what holds up nobody is run: that may wait for as long as its statement may take. */
function waitingBriefly(
  migrations: Readonly<Record<string, PluginMigration>>,
  timeoutMs: number,
): Record<string, Migration> {
  const limited = ({ up, outsideTransaction }: PluginMigration): Migration => ({
    up: async (db) => {
      const limit = outsideTransaction ? 'set lock_timeout = 0' : `set local lock_timeout = ${timeoutMs}`;
      await sql.raw(limit).execute(db);
      await up(db);
    },
  });
  return Object.fromEntries(Object.entries(migrations).map(([name, each]) => [name, limited(each)]));
}
